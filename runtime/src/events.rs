//! Pyramid's events: what subscribers are told on a request's way.
//!
//! A subscriber is a function of one event, and its argument's type says which: it is called where the request is at that
//! moment, on the event loop, so it must not block. Source: Pyramid's `pyramid.events`.
//!
//! ```
//! use pyramidion::events::NewResponse;
//! use pyramidion::prelude::*;
//!
//! #[view(path = "/")]
//! async fn home() -> &'static str {
//!     "hello"
//! }
//!
//! fn sign(event: &mut NewResponse<'_>) {
//!     event.response.headers_mut().insert("x-served-by", HeaderValue::from_static("pyramidion"));
//! }
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let app = pyramidion::testing::TestApp::new(|config| config.add_view(home {}).add_subscriber(sign));
//! assert_eq!(app.get("/").await.headers()["x-served-by"], "pyramidion");
//! # }
//! ```

use std::fmt;

use axum::response::Response;

use crate::registry::Registry;
use crate::request::Request;

/// The application has been built, and will be served.
#[derive(Debug)]
#[non_exhaustive]
pub struct ApplicationCreated<'a> {
    /// The application's state.
    pub registry: &'a Registry,
}

/// A request has come through the tweens; it has no route yet.
#[derive(Debug)]
#[non_exhaustive]
pub struct NewRequest<'a> {
    /// The request.
    pub request: &'a mut Request,
}

/// Route and root are known; traversal begins.
#[derive(Debug)]
#[non_exhaustive]
pub struct BeforeTraversal<'a> {
    /// The request.
    pub request: &'a mut Request,
}

/// The request has its context; the view is looked up next.
#[derive(Debug)]
#[non_exhaustive]
pub struct ContextFound<'a> {
    /// The request.
    pub request: &'a mut Request,
}

/// There is a response, on its way to the client; the callbacks of the request have run.
#[derive(Debug)]
#[non_exhaustive]
pub struct NewResponse<'a> {
    /// The response.
    pub response: &'a mut Response,
}

/// A function that is told of an event. `E` is one of the events, and found by the compiler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no subscriber",
    label = "not a function of one event",
    note = "write a function of one argument, a mutable reference to an event: `fn(event: &mut NewRequest<'_>)`",
    note = "the events are those of the module `pyramidion::events`"
)]
pub trait Subscriber<E>: Send + Sync + 'static {
    #[doc(hidden)]
    fn subscribe(self, subscribers: &mut Subscribers);
}

macro_rules! events {
    ($($event:ident $field:ident;)*) => {
        /// Who is told of what.
        #[doc(hidden)]
        #[derive(Default)]
        pub struct Subscribers {$(
            $field: Vec<Box<dyn Fn(&mut $event<'_>) + Send + Sync>>,
        )*}

        impl Subscribers {
            pub(crate) fn is_empty(&self) -> bool {
                true $(&& self.$field.is_empty())*
            }

            /// Whether somebody is told of what happens between the router and the view.
            pub(crate) fn follow_routing(&self) -> bool {
                !self.before_traversal.is_empty() || !self.context_found.is_empty()
            }

            $(
                pub(crate) fn $field(&self, mut event: $event<'_>) {
                    self.$field.iter().for_each(|subscriber| subscriber(&mut event));
                }
            )*
        }

        $(
            #[diagnostic::do_not_recommend]
            impl<F: Fn(&mut $event<'_>) + Send + Sync + 'static> Subscriber<$event<'static>> for F {
                fn subscribe(self, subscribers: &mut Subscribers) {
                    subscribers.$field.push(Box::new(self));
                }
            }
        )*
    };
}

events! {
    ApplicationCreated application_created;
    NewRequest new_request;
    BeforeTraversal before_traversal;
    ContextFound context_found;
    NewResponse new_response;
}

impl fmt::Debug for Subscribers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscribers").finish_non_exhaustive()
    }
}
