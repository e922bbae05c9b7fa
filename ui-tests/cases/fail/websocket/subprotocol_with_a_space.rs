use pyramidion::prelude::*;

#[websocket_view(path = "/echo", subprotocols = "chat v2")]
async fn echo(mut ws: Websocket) {
    ws.recv().await;
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
