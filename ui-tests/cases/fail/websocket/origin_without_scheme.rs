use pyramidion::prelude::*;

#[websocket_view(path = "/echo", origins = ["https://example.com", "example.org"])]
async fn echo(mut ws: Websocket) {
    ws.recv().await;
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
