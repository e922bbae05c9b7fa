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

use std::collections::BTreeMap;
use std::fmt;

use axum::response::Response;
use minijinja::value::Serde;
use serde::Serialize;

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

/// A template is about to be rendered.
#[derive(Debug)]
#[non_exhaustive]
pub struct BeforeRender<'a> {
    /// The template.
    pub renderer_name: &'a str,
    /// What the template gets besides what its view has returned, which goes first where both have a name.
    pub values: &'a mut RendererGlobals,
}

/// Values for a template, by name.
#[derive(Debug, Default)]
pub struct RendererGlobals(BTreeMap<String, minijinja::Value>);

impl RendererGlobals {
    /// Sets a value, in the place of one of the same name.
    ///
    /// ```
    /// use pyramidion::events::BeforeRender;
    ///
    /// fn add_version(event: &mut BeforeRender<'_>) {
    ///     event.values.insert("version", "1.2.3");
    /// }
    /// ```
    pub fn insert(&mut self, name: impl Into<String>, value: impl Serialize) {
        self.0.insert(name.into(), minijinja::Value::from(Serde(value)));
    }
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
                #[inline]
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
    BeforeRender before_render;
    NewResponse new_response;
}

impl fmt::Debug for Subscribers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscribers").finish_non_exhaustive()
    }
}

impl Subscribers {
    /// What the subscribers of [`BeforeRender`] give to a template, with what its view has returned.
    pub(crate) fn with_globals(&self, renderer_name: &str, context: minijinja::Value) -> minijinja::Value {
        if self.before_render.is_empty() {
            return context;
        }
        let mut values = RendererGlobals::default();
        self.before_render(BeforeRender { renderer_name, values: &mut values });
        minijinja::value::merge_maps([minijinja::Value::from(values.0), context])
    }
}
