//! The keys of `#[view]`, `#[websocket_view]` and `#[websocket]`. A new key is a field, a constant and its place in a table.

use proc_macro2::{Span, TokenStream};
use syn::parse::ParseStream;
use syn::{Ident, LitStr};

use crate::syntax::errors::{Errors, error};
use crate::syntax::keys::{Key, one_or_more, read_keys, value};
use pyramidion_patterns::did_you_mean;

/// What an attribute says about a view, each value with its place in the source.
#[derive(Default)]
pub(crate) struct Attribute {
    pub(crate) path: Option<LitStr>,
    pub(crate) route_name: Option<LitStr>,
    pub(crate) request_method: Vec<LitStr>,
    pub(crate) renderer: Option<LitStr>,
    pub(crate) mapper: Option<(Mapper, Span)>,
    pub(crate) use_bytes: Option<Span>,
    pub(crate) use_str: Option<Span>,
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

const PATH: ViewKey = Key {
    name: "path",
    usage: "path = \"/users/{id}\"",
    read: |attribute, input, _| Ok(attribute.path = Some(text(input, PATH.usage)?)),
};
const ROUTE_NAME: ViewKey = Key {
    name: "route_name",
    usage: "route_name = \"home\"",
    read: |attribute, input, _| Ok(attribute.route_name = Some(text(input, ROUTE_NAME.usage)?)),
};
const REQUEST_METHOD: ViewKey = Key {
    name: "request_method",
    usage: "request_method = \"GET\" or request_method = [\"GET\", \"POST\"]",
    read: |attribute, input, _| {
        Ok(attribute.request_method = value(input, REQUEST_METHOD.usage, one_or_more::<LitStr>)?)
    },
};
const RENDERER: ViewKey = Key {
    name: "renderer",
    usage: "renderer = \"json\"",
    read: |attribute, input, _| Ok(attribute.renderer = Some(text(input, RENDERER.usage)?)),
};
const MAPPER: ViewKey = Key {
    name: "mapper",
    usage: "mapper = coroutine | executor | inline",
    read: |attribute, input, _| Ok(attribute.mapper = Some(mapper(input)?)),
};
const USE_BYTES: ViewKey =
    Key { name: "use_bytes", usage: "use_bytes", read: |attribute, _, span| Ok(attribute.use_bytes = Some(span)) };
const USE_STR: ViewKey =
    Key { name: "use_str", usage: "use_str", read: |attribute, _, span| Ok(attribute.use_str = Some(span)) };

/// The keys of `#[view]`.
pub(crate) const VIEW: &[ViewKey] = &[PATH, ROUTE_NAME, REQUEST_METHOD, RENDERER, MAPPER];
/// The keys of `#[websocket_view]`, and of `#[websocket]` on a struct.
pub(crate) const WEBSOCKET: &[ViewKey] = &[PATH, ROUTE_NAME, USE_BYTES, USE_STR];

/// Reads the attribute's arguments by one of the tables above.
pub(crate) fn read(table: &[ViewKey], arguments: TokenStream, errors: &mut Errors) -> Attribute {
    read_keys(table, arguments, errors)
}

fn text(input: ParseStream<'_>, usage: &str) -> syn::Result<LitStr> {
    value(input, usage, |input| input.parse())
}

fn mapper(input: ParseStream<'_>) -> syn::Result<(Mapper, Span)> {
    let name: Ident = value(input, MAPPER.usage, |input| input.parse())?;
    match Mapper::NAMES.iter().find(|(known, _)| name == known) {
        Some((_, mapper)) => Ok((*mapper, name.span())),
        None => {
            let help = did_you_mean(&name.to_string(), Mapper::NAMES.map(|(known, _)| known), "the mappers are");
            Err(error(name.span(), format!("unknown mapper `{name}`"), help))
        }
    }
}
