//! The module from outside: through a hyper connection, in memory and over a socket.

mod callbacks;
mod closing;
mod handles;
mod http2;
mod limits;
mod metrics;
mod opening;
mod peers;
mod queues;
mod talking;
mod time;

use std::{
    future::Future,
    io,
    sync::{Arc, Mutex},
};

use axum::{Router, extract::Request, routing::any};
use tokio::{
    io::{AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpListener,
};

use super::{
    Handshake, Io, Leaving, Message, Role, Websocket, WebsocketClosed, WebsocketOptions, WebsocketOutcome,
    WebsocketSettings, open,
};
use crate::testing::websocket::{WebsocketClient, serve_in_memory};

/// A router with one websocket view at `/ws`, as the view dispatch mounts it.
fn mount<F, Fut>(options: WebsocketOptions, view: F) -> Router
where
    F: FnOnce(Websocket) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future + Send + 'static,
    Fut::Output: WebsocketOutcome + Send,
{
    let options = WebsocketOptions { subprotocols: &["v2", "v1"], ..options };
    let answer = move |request: Request| async move {
        let (mut parts, _) = request.into_parts();
        match Handshake::accept(&mut parts) {
            Ok(handshake) => handshake.respond("test_view", options, view),
            Err(refusal) => refusal,
        }
    };
    Router::new().route("/ws", any(answer))
}

fn view<F, Fut>(view: F) -> Router
where
    F: FnOnce(Websocket) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future + Send + 'static,
    Fut::Output: WebsocketOutcome + Send,
{
    mount(WebsocketOptions::default(), view)
}

/// The server's end of a stream, without a view; the other end is the test's.
fn served(io: impl super::frames::Duplex + 'static, options: WebsocketOptions) -> Websocket {
    let io: Io = Box::new(io);
    let limits = WebsocketSettings::default().limits(&options);
    let (websocket, pump) = open(io, Role::Server, limits, None, Leaving::default(), None);
    tokio::spawn(pump.alone());
    websocket
}

/// Lets all other tasks go as far as they can.
async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

async fn echo(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    while let Some(message) = ws.recv().await {
        ws.send(message).await?;
    }
    Ok(())
}

async fn in_memory(router: Router) -> WebsocketClient {
    WebsocketClient::request("/ws").unwrap().in_memory(router).await.unwrap()
}

/// Serves a router on a port of its own; returns the websocket's address.
async fn serve_on_socket(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, router).into_future());
    format!("ws://{address}/ws")
}

async fn both_ways(router: Router) -> [WebsocketClient; 2] {
    let url = serve_on_socket(router.clone()).await;
    [in_memory(router).await, WebsocketClient::connect(&url).await.unwrap()]
}

/// A client's end whose handshake is done and whose frames are the test's to write.
async fn raw(router: Router) -> impl tokio::io::AsyncRead + AsyncWrite + Unpin {
    let request = WebsocketClient::request("/ws").unwrap();
    let (upgraded, _) = request.upgrade(serve_in_memory(router)).await.unwrap();
    hyper_util::rt::TokioIo::new(upgraded)
}

/// A frame of a client, masked with zeroes; `first` holds the FIN bit and the opcode.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match payload.len() {
        short @ 0..126 => frame.push(0x80 | u8::try_from(short).unwrap()),
        long => {
            frame.push(0x80 | 127);
            frame.extend(u64::try_from(long).unwrap().to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}

const TEXT: u8 = 0x81;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;
const PONG: u8 = 0x8a;

/// The payload of a close frame.
fn close_payload(code: u16, reason: &str) -> Vec<u8> {
    [&code.to_be_bytes()[..], reason.as_bytes()].concat()
}

/// Sends bytes and returns the code of the close frame that the server answers with as the last thing before the end.
async fn provoke(router: Router, bytes: &[u8]) -> u16 {
    let mut stream = raw(router).await;
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert_eq!(answer.first(), Some(&CLOSE), "{answer:?}");
    assert_eq!(answer.len(), 2 + usize::from(answer[1]), "one frame");
    u16::from_be_bytes([answer[2], answer[3]])
}

/// What this thread logs while the guard lives.
#[derive(Clone, Default)]
struct Logs(Arc<Mutex<Vec<u8>>>);

impl Logs {
    fn capture() -> (Self, tracing::subscriber::DefaultGuard) {
        let logs = Self::default();
        let writer = logs.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_max_level(tracing::Level::WARN)
            .with_writer(move || writer.clone())
            .finish();
        (logs, tracing::subscriber::set_default(subscriber))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Logs {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
