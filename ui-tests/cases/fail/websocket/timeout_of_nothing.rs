use pyramidion::prelude::*;

#[websocket_view(path = "/echo", write_timeout = "0s")]
async fn echo(mut ws: Websocket) {
    ws.recv().await;
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
