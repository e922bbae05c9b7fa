use pyramidion::prelude::*;

#[websocket_view(path = "/echo")]
async fn echo(ws: &mut Websocket) {
    ws.recv().await;
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
