//! `#[view]` and `#[websocket_view]`: parse → model → check → expand.

pub(crate) mod arguments;
pub(crate) mod attribute;
pub(crate) mod call;
pub(crate) mod check;
pub(crate) mod expand;
pub(crate) mod model;
pub(crate) mod parse;
pub(crate) mod path;
pub(crate) mod scope;

use proc_macro2::TokenStream;
use quote::quote;

use self::attribute::Attribute;
use crate::syntax::errors::Errors;
use crate::syntax::function::Function;
use crate::syntax::keys::{Table, read_keys};
use crate::syntax::rules;

/// Expands `#[view(…)]`.
pub(crate) fn view(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    function(arguments, item, "#[view]", &attribute::VIEW, false)
}

/// Expands `#[websocket_view(…)]`.
pub(crate) fn websocket_view(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    function(arguments, item, "#[websocket_view]", &attribute::WEBSOCKET, true)
}

fn function(
    arguments: TokenStream,
    item: &TokenStream,
    macro_name: &str,
    table: &Table<Attribute>,
    is_websocket: bool,
) -> TokenStream {
    let function = match Function::parse(item, macro_name) {
        Ok(function) => function,
        Err(expansion) => return expansion,
    };
    let mut errors = Errors::default();
    let names_the_companion = rules::may_have_a_companion(&function, macro_name, &mut errors);
    let read = read_keys(table, arguments, &mut errors);
    check::one_kind_of_messages(&read.attribute, &mut errors);
    let view = parse::view(&function, read, is_websocket, &mut errors);
    check::function(&function, &view, macro_name, &mut errors);
    let expansion = match (errors.is_empty(), names_the_companion) {
        (true, _) => expand::view(&view),
        (false, true) => expand::unusable(&view),
        (false, false) => TokenStream::new(),
    };
    let errors = errors.into_tokens();
    quote!(#item #expansion #errors)
}
