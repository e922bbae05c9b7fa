use pyramidion::prelude::*;

#[websocket_view(path = "/echo", heartbeat = "25 beats")]
async fn echo(mut ws: Websocket) {
    ws.recv().await;
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
