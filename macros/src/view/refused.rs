//! Keys of Pyramid's `view_config` that there are not here, and what there is in their place.

use crate::syntax::errors::error;
use crate::syntax::keys::Refusal;

/// The keys that no view has, and further ones: each with what is wrong about it and what to do.
macro_rules! refused {
    ($($key:literal: $message:literal, $help:literal;)*) => {
        &[
            $(($key, |key| error(key.span(), $message, $help)),)*
            ("attr", |key| {
                let help = "for a method, write this attribute above it, in an `impl` block under `#[views]`";
                error(key.span(), "a view is the function itself, and no attribute of an object", help)
            }),
            ("for_", |key| error(key.span(), "`for_` is what `context` was called once", "write `context = …`")),
            ("request_type", |key| {
                let help = "ask the request by a function, and name that: `custom_predicates = [is_mobile]`";
                error(key.span(), "requests are all of one type, so there is none to ask for", help)
            }),
            ("wrapper", |key| {
                let help = "name a function that calls the view, `decorator = framed`, or let its template extend another";
                error(key.span(), "a view does not name another to be put into", help)
            }),
        ]
    };
}

/// Those of views.
pub(super) const OF_PYRAMID: &[(&str, Refusal)] = refused! {
    "exception_only": "this view is never called for an error", "for errors, write `#[exception_view]`";
};

/// Those of exception views.
pub(super) const OF_PYRAMID_FOR_EXCEPTIONS: &[(&str, Refusal)] = refused! {
    "exception_only": "an exception view is never called for anything but errors", "remove it";
    "permission": "an exception view is for everybody: who may not see the view itself is told so by one",
        "remove it; what depends on the user can ask `request.has_permission(…)`, or a predicate such as `is_authenticated`";
    "require_csrf": "an exception view checks no token: the error may be that there is none",
        "remove it; one that changes something calls `request.check_csrf_token()` first";
};
