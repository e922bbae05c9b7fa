use pyramidion::prelude::*;

#[websocket_view(path = "/echo", use_str, use_bytes)]
async fn echo(mut ws: Websocket) {
    ws.recv().await;
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
