use pyramidion::prelude::*;

#[websocket_view(path = "/echo")]
async fn echo(mut ws: Websocket) -> Result<Option<Message>, WebsocketClosed> {
    Ok(ws.recv().await)
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
