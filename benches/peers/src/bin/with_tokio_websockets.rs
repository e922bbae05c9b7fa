//! tokio-websockets, on the bare socket.

use futures_util::{SinkExt, StreamExt};
use pyramidion_peers::serve;
use tokio::net::TcpStream;
use tokio_websockets::{Error, ServerBuilder};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    serve(echo).await
}

async fn echo(stream: TcpStream) -> Result<(), Error> {
    let (_, mut websocket) = ServerBuilder::new().accept(stream).await?;
    while let Some(message) = websocket.next().await.transpose()? {
        if message.is_text() || message.is_binary() {
            websocket.send(message).await?;
        }
    }
    Ok(())
}
