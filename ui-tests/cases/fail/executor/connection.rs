use pyramidion::prelude::*;

static REPORTS: ExecutorKey = ExecutorKey::new("reports");

#[derive(WebsocketConnectionView)]
#[websocket(path = "/", executor = REPORTS)]
struct Home {
    ws: Websocket,
}

impl WebsocketCallbacks for Home {}

fn main() {
    let _ = Configurator::new().add_view_type::<Home>();
}
