//! Constants, statics and unit structs in lower case, which a `let` of the same name would be compared with.

#![allow(non_upper_case_globals, non_camel_case_types)]

use pyramidion::prelude::*;

const id: u32 = 1;
const call: u32 = 2;
const state: &str = "state";
const value: Option<u8> = None;
const error: u32 = 3;
const hint: u32 = 4;
const argument0: u32 = 5;
const websocket: u32 = 6;
static handshake: u32 = 7;
static request: u32 = 8;
static next: u32 = 9;
struct responder;
const FIELDS: u32 = 10;
const NAME: u32 = 11;
static key: u32 = 12;
static scope: u32 = 13;
const this: u32 = 14;

#[derive(serde::Serialize, TemplateContext)]
struct Page {
    title: u32,
}

#[view(path = "/{number}", renderer = "home.jinja2")]
async fn page(number: u32) -> Result<Page, HttpNotFound> {
    let _ = (id, call, state, value, error, hint, argument0, websocket, responder, FIELDS, NAME);
    Ok(Page { title: number + handshake + request + next })
}

#[view(route_name = "sum", renderer = "json")]
fn sum(left: u32, right: u32) -> u32 {
    left + right
}

#[websocket_view(path = "/echo/{word}")]
fn echo(mut ws: SyncWebsocket, word: String) {
    let _ = ws.send(word);
}

#[tween]
fn outer(asked: Request, below: SyncNext) -> Response {
    below.call(asked)
}

#[tween]
async fn inner(asked: Request, below: Next) -> Response {
    below.call(asked).await
}

#[synchronize(keep = load_async)]
async fn load(number: u32) -> Result<u32, std::num::ParseIntError> {
    let parsed: u32 = "1".parse()?;
    Ok(parsed + number)
}

#[use_executor]
fn hash(number: u32) -> u32 {
    number + key + scope
}

#[derive(Clone)]
struct Hasher;

impl Hasher {
    #[use_executor(clone_self)]
    fn hash(&self, (number, _): (u32, u32)) -> u32 {
        let _ = self;
        number + this
    }
}

#[view(path = "/waits")]
fn waits(asked: SyncRequest<'_>, below: &SyncScope<'_>) -> String {
    below.wait(std::future::ready(asked.path().into_owned()))
}

#[tokio::test]
async fn constants_stay_out_of_the_way() {
    let app = pyramidion::testing::TestApp::new(|config| {
        let config =
            config.add_route("sum", "/sum/{left}/{right}").add_view(sum {}).add_view(page {}).add_view(echo {});
        config.add_tween(outer {}).add_tween(inner {})
    });
    assert!(app.get("/18").await.text().contains("42"));
    assert_eq!(app.get("/sum/20/22").await.text(), "42");
    assert_eq!(spawn_blocking_scope(|| load(1)).await, load_async(1).await);
    assert_eq!(hash(1).await, 26);
    assert_eq!(Hasher.hash((1, 2)).await, 15);
    let app = pyramidion::testing::TestApp::new(|config| config.add_view(waits {}));
    assert_eq!(app.get("/waits").await.text(), "/waits");
}
