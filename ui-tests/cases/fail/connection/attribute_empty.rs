use pyramidion::prelude::*;

#[derive(WebsocketConnectionView)]
#[websocket]
struct Chat {
    ws: Websocket,
}

impl WebsocketCallbacks for Chat {}

fn main() {
    let _ = Configurator::new().add_view_type::<Chat>();
}
