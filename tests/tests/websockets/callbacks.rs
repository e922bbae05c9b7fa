//! Websocket views as structs: `on_open` once, `on_message` for each, `on_close` once whatever happened.

use std::sync::atomic::{AtomicU32, Ordering};

use pyramidion::prelude::*;
use pyramidion::testing::{TestServer, WebsocketClient};
use pyramidion_tests::{http, in_time, log};
use tokio::sync::mpsc;

use crate::{closed, text};

type Events = mpsc::UnboundedSender<String>;

/// Fields of every kind.
#[derive(WebsocketConnectionView)]
#[websocket(path = "/chat/{room}")]
struct Chat {
    ws: Websocket,
    room: u8,
    headers: HeaderMap,
    events: State<Events>,
    #[default]
    received: usize,
    #[default = 2]
    most: usize,
    #[default("nobody".to_owned())]
    name: String,
}

impl Chat {
    fn note(&self, event: &str) {
        self.events.send(format!("{event} {}", self.room)).unwrap();
    }
}

impl WebsocketCallbacks for Chat {
    async fn on_open(&mut self) -> Result<(), WebsocketClosed> {
        self.note("open");
        let host = self.headers.contains_key(header::HOST);
        self.send(format!("room {} for {}, {host}", self.room, self.name)).await
    }

    async fn on_message(&mut self, message: Message) -> Result<(), WebsocketClosed> {
        self.note("message");
        self.received += 1;
        match message.as_text() {
            Some("fail") => Err(WebsocketClosed::because("chat failed on purpose")),
            Some("panic") => panic!("chat panicked on purpose"),
            Some("leave") => Err(WebsocketClosed::new()),
            Some("close") => self.websocket().close(4003, "as you wish").await,
            _ => self.send(format!("{} of {}", self.received, self.most)).await,
        }
    }

    async fn on_close(&mut self) -> Result<(), WebsocketClosed> {
        self.note("close");
        Ok(())
    }
}

/// All callbacks have empty defaults.
#[derive(WebsocketConnectionView)]
#[websocket(route_name = "silent", use_bytes)]
struct Silent {
    websocket: Websocket,
    #[default(next_number())]
    _number: u32,
}

impl WebsocketCallbacks for Silent {}

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A default is evaluated for each connection.
fn next_number() -> u32 {
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

async fn serve() -> (TestServer, mpsc::UnboundedReceiver<String>) {
    log::capture();
    let (sender, events) = mpsc::unbounded_channel();
    let server = TestServer::start(|config| {
        let config = config.add_state::<Events>(sender).add_route("silent", "/silent");
        config.add_view_type::<Chat>().add_view_type::<Silent>()
    })
    .await;
    (server, events)
}

async fn open(server: &TestServer) -> WebsocketClient {
    let mut client = server.websocket("/chat/7").await.unwrap();
    assert_eq!(text(&mut client).await, "room 7 for nobody, true");
    client
}

async fn assert_events(events: &mut mpsc::UnboundedReceiver<String>, expected: &[&str]) {
    for event in expected {
        assert_eq!(in_time("an event", events.recv()).await.unwrap(), format!("{event} 7"));
    }
    assert!(events.is_empty(), "{:?}", events.recv().await);
}

#[tokio::test]
async fn callbacks_run_in_order_on_one_value() {
    let (server, mut events) = serve().await;
    let mut client = open(&server).await;
    for count in ["1 of 2", "2 of 2"] {
        client.send("hello").await.unwrap();
        assert_eq!(text(&mut client).await, count);
    }
    client.close(1000, "").await.unwrap();
    assert_events(&mut events, &["open", "message", "message", "close"]).await;
}

#[tokio::test]
async fn on_close_runs_once_however_it_ends() {
    let (server, mut events) = serve().await;
    for (message, code) in [("fail", 1011), ("panic", 1011), ("leave", 1000), ("close", 4003)] {
        let mut client = open(&server).await;
        client.send(message).await.unwrap();
        assert_eq!(closed(&mut client).await.0, code, "{message}");
        assert_events(&mut events, &["open", "message", "close"]).await;
    }
    for cause in ["chat failed on purpose", "chat panicked on purpose"] {
        let lines = log::lines_with(cause);
        assert!(lines.iter().any(|line| line.contains("ERROR") && line.contains("Chat")), "{}", log::text());
    }
}

#[tokio::test]
async fn on_close_runs_when_the_client_vanishes() {
    let (server, mut events) = serve().await;
    drop(open(&server).await);
    assert_events(&mut events, &["open", "close"]).await;
}

#[tokio::test]
async fn fields_refuse_before_the_handshake() {
    let (server, events) = serve().await;
    let error = server.websocket("/chat/lobby").await.unwrap_err();
    assert_eq!(error.response().unwrap().status(), 404);
    assert_eq!(http::get(server.address(), "/chat/7").await.status, 400);
    assert!(events.is_empty());
}

#[tokio::test]
async fn callbacks_have_empty_defaults() {
    let (server, _) = serve().await;
    for number in 1..3 {
        let mut client = server.websocket("/silent").await.unwrap();
        client.send("hello?").await.unwrap();
        client.close(1000, "").await.unwrap();
        assert_eq!(NUMBER.load(Ordering::Relaxed), number);
    }
}
