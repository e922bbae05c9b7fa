use pyramidion::prelude::*;

#[websocket_view(path = "/")]
struct Home {
    ws: Websocket,
}

fn main() {}
