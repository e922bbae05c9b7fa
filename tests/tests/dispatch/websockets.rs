//! Websocket views that are looked up: they are refused before the upgrade.

use pyramidion::acl::{Ace, allow};
use pyramidion::prelude::*;
use pyramidion::security::{Identity, SecurityError, SecurityPolicy};
use pyramidion::testing::TestApp;
use pyramidion::testing::websocket::ConnectError;

struct ByQuery;

impl SecurityPolicy for ByQuery {
    async fn identity(&self, request: &Request) -> Result<Option<Identity>, SecurityError> {
        let query = request.query().map_err(SecurityError::new)?;
        Ok(query.get("user").map(Identity::new))
    }
}

struct Room;

#[resource]
impl Room {
    async fn acl(&self) -> [Ace; 1] {
        [allow("ada", "talk")]
    }
}

#[root_factory]
async fn room() -> Room {
    Room
}

#[websocket_view(context = Room, name = "talk", permission = "talk")]
async fn talk(mut ws: Websocket, _room: Context<Room>) -> Result<(), WebsocketClosed> {
    ws.send("welcome").await
}

#[websocket_view(path = "/rooms/{id}", request_param = "kind=loud")]
async fn loud(mut ws: Websocket, id: u8) -> Result<(), WebsocketClosed> {
    ws.send(format!("LOUD {id}")).await
}

#[websocket_view(path = "/rooms/{id}")]
fn quiet(mut ws: SyncWebsocket, id: u8) -> Result<(), WebsocketClosed> {
    ws.send(format!("quiet {id}"))
}

#[websocket_view(path = "/never", header = "x-never")]
async fn never(_ws: Websocket) {}

fn application() -> TestApp {
    TestApp::new(|config| {
        let config = config.set_security_policy(ByQuery).set_root_factory(room {});
        config.add_view(talk {}).add_view(loud {}).add_view(quiet {}).add_view(never {})
    })
}

async fn first_message(target: &str) -> String {
    let mut client = application().websocket(target).await.unwrap();
    client.recv().await.unwrap().as_text().unwrap().to_owned()
}

async fn refusal(target: &str) -> u16 {
    match application().websocket(target).await {
        Err(ConnectError::Refused(response)) => response.status().as_u16(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn predicates_choose_the_view() {
    assert_eq!(first_message("/rooms/7?kind=loud").await, "LOUD 7");
    assert_eq!(first_message("/rooms/7").await, "quiet 7");
    assert_eq!(refusal("/never").await, 404);
    assert_eq!(refusal("/rooms/seven").await, 404);
}

#[tokio::test]
async fn permission_is_asked_before_the_upgrade() {
    assert_eq!(first_message("/talk?user=ada").await, "welcome");
    assert_eq!(refusal("/talk?user=bob").await, 403);
    assert_eq!(refusal("/talk").await, 403);
}
