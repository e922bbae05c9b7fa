use pyramidion::prelude::*;

#[derive(WebsocketConnectionView)]
#[websocket(path = "/chat")]
struct Chat {
    ws: Websocket,
}

fn main() {
    let _ = Configurator::new().add_view_type::<Chat>();
}
