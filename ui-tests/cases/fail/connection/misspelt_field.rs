use pyramidion::prelude::*;

#[derive(WebsocketConnectionView)]
#[websocket(path = "/chat/{room}")]
struct Chat {
    ws: Websocket,
    rom: u32,
}

impl WebsocketCallbacks for Chat {}

fn main() {
    let _ = Configurator::new().add_view_type::<Chat>();
}
