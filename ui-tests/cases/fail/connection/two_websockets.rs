use pyramidion::prelude::*;

#[derive(WebsocketConnectionView)]
#[websocket(path = "/chat")]
struct Chat {
    one: Websocket,
    other: Websocket,
}

impl WebsocketCallbacks for Chat {}

fn main() {
    let _ = Configurator::new().add_view_type::<Chat>();
}
