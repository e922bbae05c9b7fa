use pyramidion::prelude::*;

#[websocket_view(path = "/echo", slow_consumer = drop_oldst)]
async fn echo(mut ws: Websocket) {
    ws.recv().await;
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
