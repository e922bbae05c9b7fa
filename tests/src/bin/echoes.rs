//! Echoes, one for each way to write a websocket view, for the conformance suite.

use std::process::ExitCode;

use pyramidion::prelude::*;

#[websocket_view(path = "/function")]
async fn function(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    while let Some(message) = ws.recv().await {
        ws.send(message).await?;
    }
    Ok(())
}

#[websocket_view(path = "/blocking")]
fn blocking(mut ws: SyncWebsocket) -> Result<(), WebsocketClosed> {
    while let Some(message) = ws.recv() {
        ws.send(message)?;
    }
    Ok(())
}

#[derive(WebsocketConnectionView)]
#[websocket(path = "/derived")]
struct Derived {
    ws: Websocket,
}

impl WebsocketCallbacks for Derived {
    async fn on_message(&mut self, message: Message) -> Result<(), WebsocketClosed> {
        self.send(message).await
    }
}

fn main() -> ExitCode {
    pyramidion::run(|config| config.add_view(function {}).add_view(blocking {}).add_view_type::<Derived>())
}
