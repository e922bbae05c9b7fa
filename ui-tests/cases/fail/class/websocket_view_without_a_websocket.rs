use pyramidion::prelude::*;

struct Room;

#[views]
impl Room {
    fn new() -> Self {
        Self
    }

    #[websocket_view(path = "/talk")]
    async fn talk(&self) {}
}

fn main() {
    let _ = Configurator::new().add_views::<Room>();
}
