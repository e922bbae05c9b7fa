//! `#[synchronize]` and `#[use_executor]`: the two directions across the border between sync and async code.

mod borrows;
mod receiver;
pub(crate) mod synchronize;
pub(crate) mod use_executor;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::syntax::errors::{Errors, error};
use crate::syntax::function::{Function, bare};
use crate::syntax::rules;
use crate::syntax::types::mentions_impl;

/// What the two macros cannot take, whatever the direction.
fn check_item(function: &Function, macro_name: &str, errors: &mut Errors) {
    rules::is_an_ordinary_function(function, macro_name, errors);
    if !has_a_body(function) {
        errors.push(error(
            function.name().span(),
            format!("`{macro_name}` changes how a body runs, and `{}` has no body", function.plain_name()),
            "put the attribute on the function in the `impl` block",
        ));
    }
}

fn has_a_body(function: &Function) -> bool {
    function.body.to_string().trim() != ";"
}

/// Tells the compiler the type of an async block that is the function's body, so that `?` and `return` are understood.
fn return_hint(ty: Option<&Type>) -> TokenStream {
    let here = Span::mixed_site().located_at(ty.map_or_else(Span::call_site, Spanned::span));
    let ty = match ty {
        Some(ty) if mentions_impl(ty) || matches!(bare(ty), Type::Never(_)) => return TokenStream::new(),
        ty => ty.map_or_else(|| quote!(()), ToTokens::to_token_stream),
    };
    quote_spanned! {here=>
        #[allow(unreachable_code, clippy::diverging_sub_expression, clippy::empty_loop, clippy::needless_return, clippy::let_unit_value)]
        if false {
            let __hint: #ty = loop {};
            return __hint;
        }
    }
}
