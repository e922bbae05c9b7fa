use pyramidion::prelude::*;

#[derive(WebsocketConnectionView)]
#[websocket(path = "/chat")]
struct Chat {
    ws: Websocket,
    #[default(1, 2)]
    count: u32,
}

impl WebsocketCallbacks for Chat {}

fn main() {
    let _ = Configurator::new().add_view_type::<Chat>();
}
