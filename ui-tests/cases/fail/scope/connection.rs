use pyramidion::prelude::*;

#[derive(WebsocketConnectionView)]
#[websocket(path = "/")]
struct Home {
    ws: Websocket,
    request: SyncRequest<'static>,
}

impl WebsocketCallbacks for Home {}

fn main() {
    let _ = Configurator::new().add_view_type::<Home>();
}
