use pyramidion::prelude::*;

#[websocket_view(path = "/echo")]
async fn echo(mut ws: SyncWebsocket) {
    ws.recv();
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
