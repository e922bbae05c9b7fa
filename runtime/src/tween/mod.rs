//! Tweens: functions around all that comes below them, down to the router.

mod chain;
pub(crate) mod explicit;
pub(crate) mod order;
#[cfg(test)]
mod vectors;

#[doc(hidden)]
pub use chain::run_tween;
pub(crate) use chain::{Link, TweenedRouter};
pub use chain::{Next, SyncNext};

use std::future::Future;
use std::pin::Pin;

use axum::response::Response;

use crate::executor::ExecutorKey;
use crate::request::Request;
use crate::view::definition::SourceLocation;
use crate::view::exception::Raised;

/// A tween, named by its companion: `config.add_tween(audit {})`. Implemented by `#[tween]`.
#[diagnostic::on_unimplemented(
    message = "this is not the name of a tween",
    label = "not a tween's name",
    note = "a tween is named by its companion, with braces: `add_tween(audit {{}})`; `#[tween]` makes tweens"
)]
pub trait Tween {
    /// `module::name`; apart from the definition, in which tweens may name each other.
    #[doc(hidden)]
    const NAME: &'static str;
    #[doc(hidden)]
    const DEFINITION: &'static TweenDefinition;
}

/// A place in the chain that `over` and `under` may name: a tween, or one of [`INGRESS`], [`EXCVIEW`] and [`MAIN`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no place among the tweens",
    label = "not a tween",
    note = "name a function that is under `#[tween]`, or INGRESS, EXCVIEW or MAIN"
)]
pub trait TweenName {
    #[doc(hidden)]
    const NAME: &'static str;
}

#[diagnostic::do_not_recommend]
impl<T: Tween> TweenName for T {
    const NAME: &'static str = T::NAME;
}

macro_rules! ends {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        #[diagnostic::do_not_recommend]
        impl TweenName for $name {
            const NAME: &'static str = $text;
        }
    )*};
}

ends! {
    /// Where requests come in: the outermost place.
    INGRESS = "INGRESS";
    /// The tween that turns errors into exception views' responses.
    EXCVIEW = "EXCVIEW";
    /// The router: the innermost place.
    MAIN = "MAIN";
}

/// Whether a response stands in for an error or an HTTP exception, and an exception view may still answer in its place.
///
/// That is so for tweens under [`EXCVIEW`] alone. Where Pyramid raises, and so skips what is left of a tween, here the tween goes
/// on; what it does to such a response is lost if an exception view answers.
///
/// ```
/// use pyramidion::prelude::*;
/// use pyramidion::tween::{EXCVIEW, is_exception};
///
/// #[tween(under = EXCVIEW)]
/// async fn committed(request: Request, next: Next) -> Response {
///     let response = next.call(request).await;
///     if is_exception(&response) {
///         // … roll the transaction back
///     }
///     response
/// }
/// ```
#[must_use]
pub fn is_exception(response: &Response) -> bool {
    Raised::is_in(response)
}

/// What a tween's function gives.
#[doc(hidden)]
pub type TweenFuture = Pin<Box<dyn Future<Output = Response> + Send>>;

/// Everything that is known about a tween while compiling.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct TweenDefinition {
    /// `module::name`
    pub name: &'static str,
    pub location: SourceLocation,
    pub over: &'static [&'static str],
    pub under: &'static [&'static str],
    /// Whether it is a plain function, which runs in an executor.
    pub is_sync: bool,
    /// Where a sync tween runs, if not in the default executor.
    pub executor: Option<&'static ExecutorKey>,
    pub call: fn(Request, Next) -> TweenFuture,
}

impl TweenDefinition {
    /// Stands for a tween with mistakes, which are compile errors: no program ever runs with it.
    pub const UNUSABLE: Self = Self {
        name: "",
        location: SourceLocation::new("", 0, 0),
        over: &[],
        under: &[],
        is_sync: false,
        executor: None,
        call: |_, _| unreachable!("a tween with mistakes does not compile"),
    };
}
