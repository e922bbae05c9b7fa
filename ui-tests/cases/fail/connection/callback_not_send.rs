use pyramidion::prelude::*;

#[derive(WebsocketConnectionView)]
#[websocket(path = "/chat")]
struct Chat {
    ws: Websocket,
}

impl WebsocketCallbacks for Chat {
    async fn on_message(&mut self, message: Message) -> Result<(), WebsocketClosed> {
        let count = std::rc::Rc::new(1);
        self.send(message).await?;
        drop(count);
        Ok(())
    }
}

fn main() {
    let _ = Configurator::new().add_view_type::<Chat>();
}
