//! Web applications as plain functions: an `async fn` runs on the event loop, a `fn` on a thread where it may block.
//!
//! The macros read a function's signature while it compiles, decide how it runs, and register it; the runtime puts the
//! views on an [`axum::Router`]. Everything that can be known before the first request is checked before it.
//!
//! ```
//! use pyramidion::prelude::*;
//!
//! #[view(path = "/users/{id}", renderer = "json")]
//! async fn user(id: u64) -> Vec<u64> {
//!     vec![id]
//! }
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let app = pyramidion::testing::TestApp::new(|config| config.add_view(user {}));
//! assert_eq!(app.get("/users/7").await.text(), "[7]");
//! # }
//! ```
//!
//! | to do | there is |
//! |---|---|
//! | declare views | [`macro@view`], [`macro@views`], [`macro@websocket_view`], [`macro@WebsocketConnectionView`] |
//! | put an application together | [`Configurator`], [`package!`], [`run`] |
//! | look a path up in a tree of resources | [`macro@resource`], [`macro@root_factory`], the module [`traversal`] |
//! | make a URL of a route, a resource or a static file | [`Request::route`], [`Request::resource`], [`Request::static_file`] |
//! | serve files, with URLs that change when they do | [`Configurator::add_static_view`], [`Configurator::add_cache_buster`], the module [`static_view`] |
//! | stand around views | [`macro@tween`], the module [`tween`](mod@tween) |
//! | call across the border of sync and async code | [`macro@synchronize`], [`macro@use_executor`], the module [`executor`]; the page [Sync and async](sync_and_async) |
//! | say who may do what | the modules [`acl`] and [`security`] |
//! | remember something of a browser until its next request | the module [`security::session`] |
//! | refuse requests that another site has made up | the module [`security::csrf`] |
//! | answer with an error | the module [`httpexceptions`] |
//! | serve within limits, and end well | [`Server`], the module [`server`] |
//! | find what blocks the event loop | the module [`watchdog`] |
//! | come from Pyramid | the page [From Pyramid](from_pyramid) |
//! | put it on a server | the page [Deploying](deploying) |
//! | test | the module [`testing`] |
//!
//! Most applications begin with `use pyramidion::prelude::*;`.

#[doc = include_str!("../docs/sync-and-async.md")]
pub mod sync_and_async {}

#[doc = include_str!("../docs/from-pyramid.md")]
pub mod from_pyramid {}

#[doc = include_str!("../docs/deploying.md")]
pub mod deploying {}

pub mod acl;
mod application;
mod command;
mod config;
mod drain;
pub mod events;
pub mod executor;
pub mod httpexceptions;
pub mod prelude;
mod registration;
mod registry;
mod render;
pub mod request;
pub mod security;
pub mod server;
pub mod static_view;
pub mod testing;
pub mod traversal;
pub mod tween;
mod view;
pub mod watchdog;
pub mod websocket;

#[doc(hidden)]
pub mod __private;

pub use axum;
pub use command::run;
pub use config::{ConfigurationError, Configurator, Package, RouteOptions, Settings, SettingsError, StaticViewOptions};
pub use executor::{spawn_blocking_scope, synchronize, try_synchronize};
pub use pyramidion_macros::{
    TemplateContext, WebsocketConnectionView, exception_view, forbidden_view, notfound_view, resource, root_factory,
    synchronize, tween, use_executor, view, view_defaults, views, websocket_view,
};
pub use registry::{Registry, State};
pub use render::TemplateContext;
pub use request::{NamedRoutePath, Params, Request, RoutePath, SyncRequest, UrlError};
pub use server::Server;
pub use traversal::Context;
pub use view::arguments::{LastArgument, PartArgument, RouteParameter};
pub use view::call::ViewState;
pub use view::class::ViewClass;
pub use view::decorator::ViewCall;
pub use view::definition::View;
pub use view::exception::Exception;
pub use view::mapper::Mapper;
pub use view::predicate::{PredicateWeight, ViewPredicate};
pub use view::respond::{IntoViewResponse, Renderable, ViewError};
pub use websocket::{Message, SyncWebsocket, Websocket, WebsocketCallbacks, WebsocketClosed, WebsocketConnectionView};
