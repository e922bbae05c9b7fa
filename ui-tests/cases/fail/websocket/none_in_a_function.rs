use pyramidion::prelude::*;

#[websocket_view(path = "/echo")]
fn echo() {}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
