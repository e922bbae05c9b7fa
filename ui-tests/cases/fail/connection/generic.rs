use pyramidion::prelude::*;

#[derive(WebsocketConnectionView)]
#[websocket(path = "/chat")]
struct Chat<T> {
    ws: Websocket,
    state: State<T>,
}

fn main() {}
