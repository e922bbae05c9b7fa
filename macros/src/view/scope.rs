//! The leave to wait, on its way into the arguments of a sync view or a sync tween.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// `expression` inside of a scope, which it names by [`name`], and where each `Request` in `requests` is a `SyncRequest`.
pub(crate) fn around(requests: &[Ident], expression: &TokenStream) -> TokenStream {
    let scope = name();
    quote_spanned! {Span::mixed_site()=>
        ::pyramidion::executor::SyncScope::enter(move |#scope| {
            #(let #requests = ::pyramidion::SyncRequest::new(#requests, #scope);)*
            #expression
        })
    }
}

/// The name of the scope, a `&SyncScope<'_>`.
pub(crate) fn name() -> TokenStream {
    quote_spanned!(Span::mixed_site()=> __scope)
}
