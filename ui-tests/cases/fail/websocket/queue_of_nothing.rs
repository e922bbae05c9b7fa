use pyramidion::prelude::*;

#[websocket_view(path = "/echo", inbound_queue = 0)]
async fn echo(mut ws: Websocket) {
    ws.recv().await;
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
