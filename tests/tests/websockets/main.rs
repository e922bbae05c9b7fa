//! Websocket views, over real sockets.

#![allow(clippy::unwrap_used)]

mod callbacks;
mod classes;
mod closing;
mod opening;
mod options;
mod talking;

use pyramidion::prelude::*;
use pyramidion::testing::WebsocketClient;
use pyramidion_tests::in_time;

/// Receives until the websocket is closed; gives the close code and reason.
async fn closed(client: &mut WebsocketClient) -> (u16, String) {
    let end = async { while client.recv().await.is_some() {} };
    in_time("the end of the websocket", end).await;
    let reason = client.close_reason().unwrap();
    (reason.code, reason.text.to_string())
}

/// Receives one message as text.
async fn text(client: &mut WebsocketClient) -> String {
    let message: Option<Message> = in_time("a message", client.recv()).await;
    message.unwrap().as_text().unwrap().to_owned()
}
