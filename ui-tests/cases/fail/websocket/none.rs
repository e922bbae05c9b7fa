use pyramidion::prelude::*;

#[websocket_view(path = "/echo")]
async fn echo() {}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
