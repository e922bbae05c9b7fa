use pyramidion::prelude::*;

#[websocket_view(path = "/echo")]
fn echo(mut ws: SyncWebsocket) -> u32 {
    ws.recv();
    7
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
