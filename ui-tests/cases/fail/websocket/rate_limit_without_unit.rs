use pyramidion::prelude::*;

#[websocket_view(path = "/echo", rate_limit = "100")]
async fn echo(mut ws: Websocket) {
    ws.recv().await;
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
