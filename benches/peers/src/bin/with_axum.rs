//! axum, served by `axum::serve`, and its `ws`.

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::get;
use axum::serve::ListenerExt;
use axum::{Json, Router};
use pyramidion_peers::{GREETING, TEXT, listen};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let routes = Router::new()
        .route("/plaintext", get(async || TEXT))
        .route("/json", get(async || Json(GREETING)))
        .route("/echo", get(open));
    let listener = listen().await?.tap_io(|stream| {
        // A connection that is gone already is told by whoever reads it.
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, routes).await
}

async fn open(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(echo)
}

async fn echo(mut websocket: WebSocket) {
    while let Some(Ok(message)) = websocket.recv().await {
        if matches!(message, Message::Text(_) | Message::Binary(_)) && websocket.send(message).await.is_err() {
            return;
        }
    }
}
