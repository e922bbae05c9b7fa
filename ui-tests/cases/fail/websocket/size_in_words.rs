use pyramidion::prelude::*;

#[websocket_view(path = "/echo", max_message_size = "64 KiB")]
async fn echo(mut ws: Websocket) {
    ws.recv().await;
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
