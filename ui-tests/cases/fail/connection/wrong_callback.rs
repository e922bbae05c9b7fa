use pyramidion::prelude::*;

#[derive(WebsocketConnectionView)]
#[websocket(path = "/chat")]
struct Chat {
    ws: Websocket,
}

impl WebsocketCallbacks for Chat {
    async fn on_message(&mut self, message: String) -> Result<(), WebsocketClosed> {
        self.send(message).await
    }
}

fn main() {
    let _ = Configurator::new().add_view_type::<Chat>();
}
