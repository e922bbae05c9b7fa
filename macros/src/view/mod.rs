//! `#[view]` and `#[websocket_view]`: parse → model → check → expand.

pub(crate) mod arguments;
pub(crate) mod attribute;
pub(crate) mod check;
pub(crate) mod expand;
pub(crate) mod model;
pub(crate) mod parse;

use proc_macro2::TokenStream;
use quote::quote;

use crate::syntax::errors::Errors;
use crate::syntax::function::Function;

/// Expands `#[view(…)]`.
pub(crate) fn view(arguments: TokenStream, item: TokenStream) -> TokenStream {
    function(arguments, item, "#[view]", attribute::VIEW, false)
}

/// Expands `#[websocket_view(…)]`.
pub(crate) fn websocket_view(arguments: TokenStream, item: TokenStream) -> TokenStream {
    function(arguments, item, "#[websocket_view]", attribute::WEBSOCKET, true)
}

fn function(
    arguments: TokenStream,
    item: TokenStream,
    macro_name: &str,
    table: &[crate::syntax::keys::Key<attribute::Attribute>],
    is_websocket: bool,
) -> TokenStream {
    let function = match Function::parse(item.clone(), macro_name) {
        Ok(function) => function,
        Err(error) => {
            let error = error.to_compile_error();
            return quote!(#item #error);
        }
    };
    let mut errors = Errors::default();
    let attribute = attribute::read(table, arguments, &mut errors);
    let view = parse::view(&function, attribute, is_websocket, &mut errors);
    check::function(&function, &view, macro_name, &mut errors);
    let expansion = if errors.is_empty() { expand::view(&view) } else { expand::unusable(&view) };
    let errors = errors.into_tokens();
    quote!(#item #expansion #errors)
}
