//! The user's own types by the names of the prelude's.

#![allow(dead_code)]

use pyramidion::prelude::{
    Configurator, IntoResponse, Message, Next, Params, Request, Response, StatusCode, TemplateContext, Websocket,
    WebsocketCallbacks, WebsocketConnectionView, synchronize, tween, use_executor, view, websocket_view,
};

pub(crate) struct Result;
pub(crate) struct Option;
pub(crate) struct Ok;
pub(crate) struct Err;
pub(crate) struct Some;
pub(crate) struct None;
pub(crate) struct Box;
pub(crate) struct Vec;
pub(crate) struct Default;
pub(crate) struct Send;
pub(crate) struct Future;
#[allow(non_camel_case_types)]
pub(crate) struct str;
#[allow(non_camel_case_types)]
pub(crate) struct bool;
mod core {}
mod std {}

#[derive(serde::Serialize, TemplateContext)]
struct Page {
    title: u32,
}

#[view(path = "/{id}")]
async fn home(id: u32, _query: Params<Query>) -> impl IntoResponse {
    let _ = (Result, Option, Ok, Err, Some, None, Box, Vec, Default, Send);
    id.to_string()
}

type Query = ::std::collections::HashMap<::std::string::String, u32>;

#[view(path = "/status")]
fn status() -> StatusCode {
    StatusCode::OK
}

#[view(path = "/page", renderer = "home.jinja2")]
async fn page() -> Page {
    Page { title: 7 }
}

#[view(path = "/failing", renderer = "json")]
async fn failing() -> ::core::result::Result<u32, ::std::fmt::Error> {
    ::core::result::Result::Ok(7)
}

#[websocket_view(path = "/echo")]
async fn echo(mut ws: Websocket) {
    ws.recv().await;
}

#[derive(WebsocketConnectionView)]
#[websocket(path = "/chat/{room}")]
struct Chat {
    ws: Websocket,
    room: u8,
    #[default]
    count: u32,
}

impl WebsocketCallbacks for Chat {
    async fn on_message(&mut self, _: Message) -> ::core::result::Result<(), pyramidion::WebsocketClosed> {
        self.count += u32::from(self.room);
        ::core::result::Result::Ok(())
    }
}

#[tween]
async fn around(request: Request, next: Next) -> Response {
    next.call(request).await
}

#[synchronize(keep = load_async)]
async fn load(id: u64) -> u64 {
    id
}

#[use_executor]
fn hash(id: u64) -> u64 {
    id
}

#[test]
fn everything_is_found() {
    let config = Configurator::new().add_view(home {}).add_view(status {}).add_view(page {}).add_view(failing {});
    let config = config.add_view(echo {}).add_view_type::<Chat>().add_tween(around {});
    let _ = config.try_make_router().unwrap();
    let _ = (load, load_async, hash);
}
