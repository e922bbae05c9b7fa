use pyramidion::prelude::*;

struct Room {
    ws: Websocket,
}

#[views]
impl Room {
    fn new(ws: Websocket) -> Self {
        Self { ws }
    }

    #[websocket_view(path = "/talk")]
    async fn talk(mut self) -> Result<(), WebsocketClosed> {
        self.ws.send("hello").await
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Room>();
}
