//! pyramidion, as `pyramidion::run` serves it.

use std::process::ExitCode;
use std::sync::LazyLock;

use pyramidion::prelude::*;
use pyramidion_peers::{GREETING, Greeting, TEXT};
use tokio::sync::broadcast;

/// What is sent to every websocket at `/fan-out`.
static EVERYBODY: LazyLock<broadcast::Sender<Message>> = LazyLock::new(|| broadcast::channel(16).0);

fn main() -> ExitCode {
    pyramidion::run(|config| config.scan(package!()))
}

#[view(path = "/plaintext")]
async fn plaintext() -> &'static str {
    TEXT
}

#[view(path = "/json", renderer = "json")]
async fn json() -> Greeting {
    GREETING
}

#[websocket_view(path = "/echo")]
async fn echo(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    while let Some(message) = ws.recv().await {
        ws.send(message).await?;
    }
    Ok(())
}

#[derive(WebsocketConnectionView)]
#[websocket(path = "/echo/derived")]
struct Echo {
    ws: Websocket,
}

impl WebsocketCallbacks for Echo {
    async fn on_message(&mut self, message: Message) -> Result<(), WebsocketClosed> {
        self.send(message).await
    }
}

#[websocket_view(path = "/echo/blocking")]
fn blocking_echo(mut ws: SyncWebsocket) -> Result<(), WebsocketClosed> {
    while let Some(message) = ws.recv() {
        ws.send(message)?;
    }
    Ok(())
}

#[websocket_view(path = "/fan-out")]
async fn fan_out(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    let mut messages = EVERYBODY.subscribe();
    loop {
        tokio::select! {
            received = ws.recv() => {
                let Some(message) = received else { return Ok(()) };
                // There is a receiver: this view's own.
                let _ = EVERYBODY.send(message.detach());
            }
            Ok(message) = messages.recv() => ws.send(message).await?,
        }
    }
}
