use pyramidion::prelude::*;

#[websocket_view(path = "/echo")]
fn echo(ws: Websocket) {
    drop(ws);
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
