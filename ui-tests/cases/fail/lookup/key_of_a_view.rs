use pyramidion::prelude::*;

#[websocket_view(path = "/echo", http_cache = never)]
async fn echo(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    ws.send("hello").await
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
