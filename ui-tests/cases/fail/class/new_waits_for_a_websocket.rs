use pyramidion::prelude::*;

struct Room {
    name: String,
}

#[views]
impl Room {
    fn new(request: SyncRequest<'_>) -> Self {
        Self { name: request.path().into_owned() }
    }

    #[websocket_view(path = "/talk")]
    fn talk(&self, mut ws: SyncWebsocket) -> Result<(), WebsocketClosed> {
        ws.send(self.name.clone())
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Room>();
}
