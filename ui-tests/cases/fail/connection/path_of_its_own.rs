use pyramidion::prelude::*;

#[derive(WebsocketConnectionView)]
#[websocket(path = "/chat/{room}")]
struct Chat {
    ws: Websocket,
    room: String,
}

impl Chat {
    fn path(&self) -> &str {
        &self.room
    }
}

impl WebsocketCallbacks for Chat {
    async fn on_open(&mut self) -> Result<(), WebsocketClosed> {
        let path = self.path().to_owned();
        self.send(path).await
    }
}

fn main() {
    let _ = Configurator::new().add_view_type::<Chat>();
}
