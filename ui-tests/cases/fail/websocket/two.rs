use pyramidion::prelude::*;

#[websocket_view(path = "/echo")]
async fn echo(one: Websocket, other: Websocket) {
    drop((one, other));
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
