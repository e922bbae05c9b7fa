//! Errors, and what is answered in their place.

use std::fmt;

use pyramidion::prelude::*;
use serde_json::{Value, json};

macro_rules! errors {
    ($($name:ident $text:literal;)*) => {$(
        #[derive(Debug)]
        struct $name;

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($text)
            }
        }

        impl std::error::Error for $name {}
    )*};
}

errors! {
    Teapot "short and stout";
    Kettle "boiling";
}

#[view(route_name = "raises", match_param = "kind=teapot")]
async fn raises_teapot() -> Result<StatusCode, Teapot> {
    Err(Teapot)
}

#[view(route_name = "raises", match_param = "kind=kettle")]
async fn raises_kettle() -> Result<StatusCode, Kettle> {
    Err(Kettle)
}

#[view(route_name = "raises")]
async fn raises(kind: String) -> Result<Json<Value>, HttpException> {
    Err(match kind.as_str() {
        "found" => HttpFound::new("/items/42").into(),
        "bad" => HttpBadRequest::new().detail("no good").into(),
        "forbidden" => HttpForbidden::new().detail("keep out").into(),
        "missing" => HttpNotFound::new().detail("gone fishing").into(),
        _ => return Ok(Json(json!({ "view": "raises", "kind": kind }))),
    })
}

fn failed(view: &str, error: &str, request: &Request) -> Json<Value> {
    Json(json!({ "view": view, "error": error, "path": request.path() }))
}

/// Rust has no kinds of kinds: the view for teapots says that it is the one for kettles as well.
#[exception_view(context = [Teapot, Kettle])]
async fn teapot(request: &Request) -> (StatusCode, Json<Value>) {
    let is_kettle = matches!(request.exception(), Some(error) if error.is::<Kettle>());
    (StatusCode::IM_A_TEAPOT, failed("teapot", if is_kettle { "Kettle" } else { "Teapot" }, request))
}

#[notfound_view(append_slash)]
async fn not_found(request: &Request) -> (StatusCode, Json<Value>) {
    (StatusCode::NOT_FOUND, failed("notfound", "HTTPNotFound", request))
}

#[forbidden_view]
async fn forbidden(request: &Request) -> (StatusCode, Json<Value>) {
    (StatusCode::FORBIDDEN, failed("forbidden", "HTTPForbidden", request))
}
