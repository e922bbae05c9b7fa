//! pyramidion, as `pyramidion::run` serves it.

use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use pyramidion::prelude::*;
use pyramidion::websocket::{PreparedMessage, WebsocketSender};
use pyramidion_peers::{GREETING, Greeting, TEXT};

/// Every websocket at `/fan-out`.
static ROOM: Mutex<Vec<WebsocketSender>> = Mutex::new(Vec::new());

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
async fn fan_out(mut ws: Websocket) {
    ROOM.lock().unwrap_or_else(PoisonError::into_inner).push(ws.sender());
    while let Some(message) = ws.recv().await {
        let message = PreparedMessage::new(message);
        let mut room = ROOM.lock().unwrap_or_else(PoisonError::into_inner);
        room.retain(|member| member.try_send_prepared(&message).is_ok());
    }
}
