//! tokio-tungstenite, on the bare socket. With the argument `--small-buffers`, it reads 4 KiB at a time instead of 128.

use std::sync::LazyLock;

use futures_util::{SinkExt, StreamExt};
use pyramidion_peers::serve;
use tokio::net::TcpStream;
use tokio::sync::broadcast;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async_with_config};

/// What is sent to every websocket at `/fan-out`.
static EVERYBODY: LazyLock<broadcast::Sender<Message>> = LazyLock::new(|| broadcast::channel(16).0);

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let default = WebSocketConfig::default();
    let config =
        if std::env::args().any(|word| word == "--small-buffers") { default.read_buffer_size(4096) } else { default };
    serve(move |stream| accept(stream, config)).await
}

async fn accept(stream: TcpStream, config: WebSocketConfig) -> Result<(), Error> {
    let mut path = String::new();
    #[allow(clippy::result_large_err)]
    let look = |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
        request.uri().path().clone_into(&mut path);
        Ok(response)
    };
    let websocket = accept_hdr_async_with_config(stream, look, Some(config)).await?;
    if path == "/fan-out" { fan_out(websocket).await } else { echo(websocket).await }
}

async fn echo(mut websocket: WebSocketStream<TcpStream>) -> Result<(), Error> {
    while let Some(message) = websocket.next().await.transpose()? {
        if message.is_text() || message.is_binary() {
            websocket.send(message).await?;
        }
    }
    Ok(())
}

async fn fan_out(mut websocket: WebSocketStream<TcpStream>) -> Result<(), Error> {
    let mut messages = EVERYBODY.subscribe();
    loop {
        tokio::select! {
            received = websocket.next() => {
                let Some(message) = received.transpose()? else { return Ok(()) };
                if message.is_text() || message.is_binary() {
                    // There is a receiver: this task's own.
                    let _ = EVERYBODY.send(message);
                }
            }
            Ok(message) = messages.recv() => websocket.send(message).await?,
        }
    }
}
