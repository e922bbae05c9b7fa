use pyramidion::prelude::*;

#[derive(WebsocketConnectionView)]
#[websocket(route_name = "chat")]
struct Chat {
    ws: Websocket,
    users: Vec<String>,
}

impl WebsocketCallbacks for Chat {}

fn main() {
    let _ = Configurator::new().add_view_type::<Chat>();
}
