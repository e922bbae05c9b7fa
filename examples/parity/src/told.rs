//! Views that tell what they were given.

use std::collections::BTreeMap;

use pyramidion::prelude::*;
use pyramidion::security::SecurityError;
use serde::Serialize;
use serde_json::Value;

/// What a view was given.
#[derive(Serialize)]
pub(crate) struct Told {
    view: &'static str,
    route: Option<String>,
    matchdict: Option<BTreeMap<String, Value>>,
    context: &'static str,
    view_name: String,
    subpath: Vec<String>,
    traversed: Vec<String>,
    userid: Option<String>,
}

pub(crate) async fn told(view: &'static str, request: &Request) -> Result<Told, SecurityError> {
    let traversed = request.traversed();
    let context = traversed.map_or("", |traversed| traversed.context.as_resource().type_name());
    Ok(Told {
        view,
        route: request.matched_route().map(str::to_owned),
        matchdict: request.matched_route().map(|_| matchdict(request)),
        context: context.rsplit("::").next().unwrap_or_default(),
        view_name: request.view_name().to_owned(),
        subpath: request.subpath().to_vec(),
        traversed: traversed.map(|traversed| traversed.traversed.clone()).unwrap_or_default(),
        userid: request.authenticated_userid().await?.map(|userid| userid.to_string()),
    })
}

/// The parameters; those that are remainders as lists, as Pyramid has them.
fn matchdict(request: &Request) -> BTreeMap<String, Value> {
    let matchdict = request.matchdict();
    let value = |name: &str, text: &str| match name {
        "path" | "traverse" => Value::from(matchdict.segments(name).unwrap_or_default()),
        _ => Value::from(text),
    };
    matchdict.iter().map(|(name, text)| (name.to_owned(), value(name, text))).collect()
}

/// A line for each view: its name, what it calls itself, and what `#[view]` is told.
macro_rules! told_views {
    ($($name:ident $label:literal ($($key:tt)*);)*) => {$(
        #[view($($key)*, renderer = "json")]
        async fn $name(
            request: &pyramidion::Request,
        ) -> Result<crate::told::Told, pyramidion::security::SecurityError> {
            crate::told::told($label, request).await
        }
    )*};
}

pub(crate) use told_views;
