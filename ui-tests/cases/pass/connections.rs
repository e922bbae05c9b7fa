//! A struct for each connection, with every kind of field.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;
use std::collections::HashMap;

struct Greeting(&'static str);

struct Agent(String);

impl<S: Sync> pyramidion::axum::extract::FromRequestParts<S> for Agent {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut pyramidion::axum::http::request::Parts,
        _: &S,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.method.to_string()))
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Mood {
    #[default]
    Calm,
    Loud,
}

/// Under several derives, with attributes between them.
#[derive(Debug)]
#[allow(clippy::struct_field_names)]
#[derive(WebsocketConnectionView)]
#[websocket(path = "/{room}/{type}", use_str)]
struct Everything {
    room: String,
    r#type: u8,
    ws: Websocket,
    query: Query<HashMap<String, String>>,
    headers: HeaderMap,
    #[default]
    heard: Vec<String>,
    #[default(Mood::Loud)]
    mood: Mood,
    #[default = 3]
    left: u8,
    #[default]
    calm: Mood,
}

impl WebsocketCallbacks for Everything {
    async fn on_open(&mut self) -> Result<(), WebsocketClosed> {
        let Self { room, r#type, query, headers, mood, calm, .. } = self;
        assert_eq!((*mood, *calm), (Mood::Loud, Mood::Calm));
        let text = format!("{room} {type} {} {}", query["q"], headers.contains_key("upgrade"), r#type = r#type);
        self.send(text).await
    }

    async fn on_message(&mut self, message: Message) -> Result<(), WebsocketClosed> {
        let Message::Text(text) = message else { unreachable!("`use_str`") };
        self.heard.push(text.to_string());
        self.left -= 1;
        let text = format!("{} left after {}", self.left, self.heard.join(","));
        self.send(text).await
    }
}

#[derive(WebsocketConnectionView)]
#[websocket(route_name = "named")]
pub(crate) struct Named {
    agent: Agent,
    id: u32,
    greeting: State<Greeting>,
    pub(crate) socket: pyramidion::Websocket,
}

impl WebsocketCallbacks for Named {
    async fn on_open(&mut self) -> Result<(), WebsocketClosed> {
        let text = format!("{} {} {}", self.greeting.0.0, self.id, self.agent.0);
        self.socket.send(text).await
    }
}

#[tokio::test]
async fn fields_are_filled() {
    let app = TestApp::new(|config| {
        let config = config.add_state(Greeting("hello")).add_route("named", "/{id}").add_view_type::<Named>();
        config.add_view_type::<Everything>()
    });
    let mut client = app.websocket("/lobby/7?q=x").await.unwrap();
    assert_eq!(client.recv().await, Some("lobby 7 x true".into()));
    client.send("one").await.unwrap();
    assert_eq!(client.recv().await, Some("2 left after one".into()));
    let mut client = app.websocket("/7").await.unwrap();
    assert_eq!(client.recv().await, Some("hello 7 GET".into()));
}
