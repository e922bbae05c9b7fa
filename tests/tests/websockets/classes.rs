//! Websocket views that are methods of a type.

use pyramidion::prelude::*;
use pyramidion::testing::{TestApp, TestServer, WebsocketClient};

use super::{closed, text};

struct Room {
    name: String,
    heard: usize,
}

#[views]
#[view_defaults(path = "/rooms/{name}", renderer = "string", request_method = "GET")]
impl Room {
    fn new(name: String) -> Result<Self, HttpForbidden> {
        if name == "cellar" { Err(HttpForbidden::new()) } else { Ok(Self { name, heard: 0 }) }
    }

    #[view]
    async fn show(&self) -> &str {
        &self.name
    }

    #[websocket_view(path = "/rooms/{name}/talk")]
    async fn talk(&mut self, mut ws: Websocket) -> Result<(), WebsocketClosed> {
        while let Some(message) = ws.recv().await {
            self.heard += 1;
            let answer = format!("{} {} {}", self.name, self.heard, message.as_text().unwrap_or_default());
            ws.send(answer).await?;
        }
        Ok(())
    }

    #[websocket_view(path = "/rooms/{name}/blocking", use_str)]
    fn blocking(mut self, mut ws: SyncWebsocket, scope: &SyncScope<'_>) -> Result<(), WebsocketClosed> {
        self.heard += scope.wait(async { 6 });
        if let Some(message) = ws.recv() {
            ws.send(format!("{} {} {}", self.name, self.heard, message.as_text().unwrap_or_default()))?;
        }
        Ok(())
    }
}

struct Refusals {
    path: String,
}

#[views]
#[view_defaults(renderer = "string", permission = "nobody has it")]
impl Refusals {
    fn new(request: Request) -> Self {
        Self { path: request.path().into_owned() }
    }

    #[forbidden_view]
    async fn forbidden(&self) -> Response {
        (StatusCode::FORBIDDEN, format!("keep out of {}", self.path)).into_response()
    }

    #[notfound_view(append_slash)]
    fn lost(&self) -> String {
        format!("nothing at {}", self.path)
    }
}

fn app(config: Configurator) -> Configurator {
    config.add_views::<Room>().add_views::<Refusals>()
}

async fn talk(server: &TestServer, room: &str) -> WebsocketClient {
    server.websocket(&format!("/rooms/{room}/talk")).await.unwrap()
}

#[tokio::test]
async fn each_connection_has_an_object() {
    let server = TestServer::start(app).await;
    let (mut hall, mut attic) = (talk(&server, "hall").await, talk(&server, "attic").await);
    for (count, word) in ["a", "b"].into_iter().enumerate() {
        hall.send(word).await.unwrap();
        assert_eq!(text(&mut hall).await, format!("hall {} {word}", count + 1));
    }
    attic.send("c").await.unwrap();
    assert_eq!(text(&mut attic).await, "attic 1 c");
}

#[tokio::test]
async fn a_plain_method_has_its_object_on_its_thread() {
    let server = TestServer::start(app).await;
    let mut client = server.websocket("/rooms/hall/blocking").await.unwrap();
    client.send("a").await.unwrap();
    assert_eq!(text(&mut client).await, "hall 6 a");
    assert_eq!(closed(&mut client).await.0, 1000);
}

#[tokio::test]
async fn what_new_fails_with_is_the_answer_to_the_handshake() {
    let server = TestServer::start(app).await;
    let refused = server.websocket("/rooms/cellar/talk").await.unwrap_err();
    assert!(refused.to_string().contains("403"), "{refused}");
}

#[tokio::test]
async fn the_views_beside_them_answer_requests_and_errors() {
    let app = TestApp::new(app);
    assert_eq!(app.get("/rooms/hall").await.text(), "hall");
    let forbidden = app.get("/rooms/cellar").await;
    assert_eq!((forbidden.status().as_u16(), forbidden.text()), (403, "keep out of /rooms/cellar"));
    assert_eq!(app.get("/nowhere").await.text(), "nothing at /nowhere");
}
