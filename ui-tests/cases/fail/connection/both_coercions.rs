use pyramidion::prelude::*;

#[derive(WebsocketConnectionView)]
#[websocket(path = "/chat", use_bytes, use_str)]
struct Chat {
    ws: Websocket,
}

impl WebsocketCallbacks for Chat {}

fn main() {
    let _ = Configurator::new().add_view_type::<Chat>();
}
