use pyramidion::prelude::*;

async fn load(id: u64) -> u64 {
    id
}


#[websocket_view(path = "/")]
async fn home(ws: Websocket, scope: &SyncScope<'_>) {
    scope.wait(load(7));
    drop(ws);
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
