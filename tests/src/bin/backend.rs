//! An application that `tests/proxies` puts behind proxies and service managers.

use std::net::IpAddr;
use std::process::ExitCode;

use futures_util::{StreamExt as _, stream};
use pyramidion::axum::body::Body;
use pyramidion::prelude::*;
use pyramidion::security::SecurityError;
use serde::{Deserialize, Serialize};

const LARGE: usize = 16 * 1024 * 1024;

/// The headers by which proxies tell of the client.
const FORWARDED: [&str; 5] =
    ["forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port"];

#[derive(Serialize)]
struct Who {
    process: u32,
    address: Option<IpAddr>,
    scheme: String,
    host: Option<String>,
    url: String,
    /// Which of these headers the application can see.
    headers: Vec<&'static str>,
}

#[view(path = "/who", renderer = "json")]
async fn who(request: Request) -> Who {
    Who {
        process: std::process::id(),
        address: request.client_addr(),
        scheme: request.scheme().to_owned(),
        host: request.host().map(str::to_owned),
        url: request.url(),
        headers: FORWARDED.into_iter().filter(|name| request.headers().contains_key(*name)).collect(),
    }
}

/// The process that answers, to whatever method.
#[view(path = "/process")]
async fn process() -> String {
    std::process::id().to_string()
}

#[view(path = "/token")]
async fn token(request: &Request) -> Result<String, SecurityError> {
    request.csrf_token().await
}

#[view(path = "/transfer", request_method = "POST", require_csrf)]
async fn transfer() -> &'static str {
    "done"
}

#[view(path = "/upload", request_method = "POST")]
async fn upload(body: Bytes) -> String {
    body.len().to_string()
}

#[view(path = "/large")]
async fn large() -> Bytes {
    (0..=u8::MAX).cycle().take(LARGE).collect()
}

/// A named pipe: who opens it to write knows that a view waits, and for whom.
#[derive(Deserialize)]
struct Gate {
    pipe: String,
}

impl Gate {
    fn wait(&self) -> std::io::Result<String> {
        std::fs::read_to_string(&self.pipe)
    }
}

/// What comes through the pipe, when it has come.
#[view(path = "/wait")]
fn wait(Query(gate): Query<Gate>) -> std::io::Result<String> {
    gate.wait()
}

/// The same, while the event loop is blocked.
#[view(path = "/block")]
async fn block(Query(gate): Query<Gate>) -> std::io::Result<String> {
    gate.wait()
}

/// A response that has begun, and ends with what comes through the pipe. nginx is told not to collect it.
#[view(path = "/streamed")]
async fn streamed(Query(gate): Query<Gate>) -> ([(&'static str, &'static str); 1], Body) {
    let end = async move { tokio::task::spawn_blocking(move || gate.wait()).await? };
    let pieces = stream::once(async { Ok("begun, ".to_owned()) }).chain(stream::once(end));
    ([("x-accel-buffering", "no")], Body::from_stream(pieces))
}

#[websocket_view(path = "/echo")]
async fn echo(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    while let Some(message) = ws.recv().await {
        ws.send(message).await?;
    }
    Ok(())
}

fn main() -> ExitCode {
    pyramidion::run(|config| config.scan(package!()))
}
