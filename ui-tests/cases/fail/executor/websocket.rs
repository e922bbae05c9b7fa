use pyramidion::prelude::*;

static REPORTS: ExecutorKey = ExecutorKey::new("reports");

#[websocket_view(path = "/", executor = REPORTS)]
async fn home(ws: Websocket) {
    drop(ws);
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
