//! The keys of `#[view]`, `#[websocket_view]` and `#[websocket]`. A new key is a field, a constant and its place in a table.

use proc_macro2::{Ident, Span};
use pyramidion_patterns::did_you_mean;
use syn::{LitStr, Path};

use super::lookup::Lookup;
use super::lookup::keys::{
    ACCEPT, CONTAINMENT, CONTEXT, CUSTOM_PREDICATES, DECORATOR, EFFECTIVE_PRINCIPALS, HEADER, HTTP_CACHE,
    IS_AUTHENTICATED, MATCH_PARAM, NAME, NOT, PATH_INFO, PERMISSION, PHYSICAL_PATH, REQUEST_PARAM, REQUIRE_CSRF, XHR,
};
use super::refused::{OF_PYRAMID, OF_PYRAMID_FOR_EXCEPTIONS};
use super::websocket::{
    HEARTBEAT, HEARTBEAT_TIMEOUT, INBOUND_QUEUE, MAX_FRAME_SIZE, MAX_MESSAGE_SIZE, ORIGINS, OUTBOUND_QUEUE, Options,
    RATE_LIMIT, SLOW_CONSUMER, SUBPROTOCOLS, WRITE_TIMEOUT,
};
use crate::syntax::errors::error;
use crate::syntax::keys::{Key, Table, Value};

/// What an attribute says about a view, each value with its place in the source.
#[derive(Default)]
pub(crate) struct Attribute {
    pub(crate) path: Option<LitStr>,
    pub(crate) route_name: Option<LitStr>,
    pub(crate) request_method: Vec<LitStr>,
    pub(crate) renderer: Option<LitStr>,
    pub(crate) mapper: Option<(Mapper, Span)>,
    pub(crate) executor: Option<Path>,
    pub(crate) use_bytes: Option<Span>,
    pub(crate) use_str: Option<Span>,
    pub(crate) append_slash: Option<Span>,
    pub(crate) websocket: Options,
    pub(crate) lookup: Lookup,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mapper {
    Coroutine,
    Executor,
    Inline,
}

impl Mapper {
    const NAMES: [(&'static str, Self); 3] =
        [("coroutine", Self::Coroutine), ("executor", Self::Executor), ("inline", Self::Inline)];
}

type ViewKey = Key<Attribute>;

const PATH: ViewKey =
    Key { name: "path", usage: "path = \"/users/{id}\"", read: |attribute, value| value.fill(&mut attribute.path) };
const ROUTE_NAME: ViewKey = Key {
    name: "route_name",
    usage: "route_name = \"home\"",
    read: |attribute, value| value.fill(&mut attribute.route_name),
};
const REQUEST_METHOD: ViewKey = Key {
    name: "request_method",
    usage: "request_method = [\"GET\", \"POST\"]",
    read: |attribute, value| request_methods(value).map(|methods| attribute.request_method = methods),
};
const RENDERER: ViewKey = Key {
    name: "renderer",
    usage: "renderer = \"json\"",
    read: |attribute, value| value.fill(&mut attribute.renderer),
};
const MAPPER: ViewKey = Key {
    name: "mapper",
    usage: "mapper = coroutine | executor | inline",
    read: |attribute, value| mapper(value).map(|mapper| attribute.mapper = Some(mapper)),
};
const EXECUTOR: ViewKey =
    Key { name: "executor", usage: "executor = REPORTS", read: |attribute, value| value.fill(&mut attribute.executor) };
const USE_BYTES: ViewKey =
    Key { name: "use_bytes", usage: "use_bytes", read: |attribute, value| value.mark(&mut attribute.use_bytes) };
const USE_STR: ViewKey =
    Key { name: "use_str", usage: "use_str", read: |attribute, value| value.mark(&mut attribute.use_str) };

const APPEND_SLASH: ViewKey = Key {
    name: "append_slash",
    usage: "append_slash",
    read: |attribute, value| value.mark(&mut attribute.append_slash),
};
/// In place of [`CONTEXT`]: what an exception view is for.
const ERROR: ViewKey = Key { name: "context", usage: "context = NoSuchReport", read: CONTEXT.read };

/// The keys around those of the predicates, in the order in which messages list them.
macro_rules! keys {
    ([$($before:ident),*], [$($after:ident),*]) => {
        &[
            $($before,)*
            REQUEST_PARAM,
            HEADER,
            ACCEPT,
            XHR,
            MATCH_PARAM,
            PATH_INFO,
            CONTAINMENT,
            PHYSICAL_PATH,
            IS_AUTHENTICATED,
            EFFECTIVE_PRINCIPALS,
            CUSTOM_PREDICATES,
            NOT,
            $($after),*
        ]
    };
}

/// The keys of an exception view, its own first.
macro_rules! keys_of_exceptions {
    ($($own:ident),*) => {
        keys!([$($own,)* ROUTE_NAME, REQUEST_METHOD], [RENDERER, HTTP_CACHE, DECORATOR, MAPPER, EXECUTOR])
    };
}

/// The keys of `#[view]`.
pub(crate) const VIEW: Table<Attribute> = Table {
    keys: keys!(
        [PATH, ROUTE_NAME, CONTEXT, NAME, REQUEST_METHOD],
        [PERMISSION, RENDERER, HTTP_CACHE, REQUIRE_CSRF, DECORATOR, MAPPER, EXECUTOR]
    ),
    elsewhere: &[
        ("append_slash", "#[notfound_view]"),
        ("use_bytes", "#[websocket_view]"),
        ("use_str", "#[websocket_view]"),
    ],
    refused: OF_PYRAMID,
};
/// The keys of `#[websocket_view]`, and of `#[websocket]` on a struct.
pub(crate) const WEBSOCKET: Table<Attribute> = Table {
    keys: keys!(
        [PATH, ROUTE_NAME, CONTEXT, NAME],
        [
            PERMISSION,
            DECORATOR,
            EXECUTOR,
            USE_BYTES,
            USE_STR,
            SUBPROTOCOLS,
            ORIGINS,
            MAX_MESSAGE_SIZE,
            MAX_FRAME_SIZE,
            INBOUND_QUEUE,
            OUTBOUND_QUEUE,
            HEARTBEAT,
            HEARTBEAT_TIMEOUT,
            WRITE_TIMEOUT,
            SLOW_CONSUMER,
            RATE_LIMIT
        ]
    ),
    elsewhere: &[
        ("request_method", "#[view]"),
        ("renderer", "#[view]"),
        ("mapper", "#[view]"),
        ("http_cache", "#[view]"),
        ("require_csrf", "#[view]"),
    ],
    refused: OF_PYRAMID,
};
/// The keys of `#[exception_view]`.
pub(crate) const EXCEPTION_VIEW: Table<Attribute> = of_exceptions(keys_of_exceptions!(ERROR));
/// The keys of `#[notfound_view]`.
pub(crate) const NOTFOUND_VIEW: Table<Attribute> = of_exceptions(keys_of_exceptions!(APPEND_SLASH));
/// The keys of `#[forbidden_view]`.
pub(crate) const FORBIDDEN_VIEW: Table<Attribute> = of_exceptions(keys_of_exceptions!());

/// A key that one of them has is no key of the others.
const fn of_exceptions(keys: &'static [ViewKey]) -> Table<Attribute> {
    let elsewhere = &[
        ("context", "#[exception_view]"),
        ("append_slash", "#[notfound_view]"),
        ("path", "#[view]"),
        ("name", "#[view]"),
        ("use_bytes", "#[websocket_view]"),
        ("use_str", "#[websocket_view]"),
    ];
    Table { keys, elsewhere, refused: OF_PYRAMID_FOR_EXCEPTIONS }
}

fn request_methods(value: &Value<'_>) -> syn::Result<Vec<LitStr>> {
    let methods = value.one_or_more()?;
    if methods.is_empty() {
        let help = "name one, or remove the key, so that the view answers every method";
        return Err(error(value.name.span(), "`request_method` names no method", help));
    }
    Ok(methods)
}

fn mapper(value: &Value<'_>) -> syn::Result<(Mapper, Span)> {
    let name: Ident = value.parse()?;
    match Mapper::NAMES.iter().find(|(known, _)| name == known) {
        Some((_, mapper)) => Ok((*mapper, name.span())),
        None => {
            let help = did_you_mean(&name.to_string(), Mapper::NAMES.map(|(known, _)| known), "the mappers are");
            Err(error(name.span(), format!("unknown mapper `{name}`"), help))
        }
    }
}
