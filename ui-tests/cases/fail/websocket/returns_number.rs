use pyramidion::prelude::*;

#[websocket_view(path = "/echo")]
async fn echo(mut ws: Websocket) -> u32 {
    ws.recv().await;
    7
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
