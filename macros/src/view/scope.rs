//! The leave to wait, on its way into the arguments of a sync view or a sync tween.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// `expression` inside of a scope, if it names one by [`scope`].
pub(crate) fn around(waits: bool, expression: &TokenStream) -> TokenStream {
    if !waits {
        return expression.clone();
    }
    let scope = scope();
    quote_spanned!(Span::mixed_site()=> ::pyramidion::executor::SyncScope::enter(move |#scope| #expression))
}

/// A `&SyncScope<'_>`.
pub(crate) fn scope() -> TokenStream {
    quote_spanned!(Span::mixed_site()=> __scope)
}

/// A `SyncRequest<'_>` of the `Request` in `variable`.
pub(crate) fn request(variable: &Ident) -> TokenStream {
    let scope = scope();
    quote_spanned!(Span::mixed_site()=> ::pyramidion::SyncRequest::new(#variable, #scope))
}

/// A `&SyncRequest<'_>` of the `Request` in `variable`.
pub(crate) fn borrowed_request(variable: &Ident) -> TokenStream {
    let request = request(variable);
    quote_spanned!(Span::mixed_site()=> &#request)
}
