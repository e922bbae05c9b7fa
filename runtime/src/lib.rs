#![doc = include_str!("../../README.md")]

// The macros write `::pyramidion`; this crate's own tests use them too.
#[cfg(test)]
extern crate self as pyramidion;

mod command;
mod config;
pub mod executor;
pub mod httpexceptions;
pub mod prelude;
mod registry;
mod render;
pub mod request;
pub mod testing;
pub mod tween;
mod view;
pub mod websocket;

#[doc(hidden)]
pub mod __private;

pub use axum;
pub use command::run;
pub use config::{ConfigurationError, Configurator, Package, Settings, SettingsError};
pub use executor::{spawn_blocking_scope, synchronize, try_synchronize};
pub use pyramidion_macros::{TemplateContext, WebsocketConnectionView, synchronize, tween, use_executor, view, websocket_view};
pub use registry::{Registry, State};
pub use render::TemplateContext;
pub use request::{Params, Request};
pub use view::arguments::{LastArgument, PartArgument, RouteParameter};
pub use view::call::ViewState;
pub use view::definition::View;
pub use view::mapper::Mapper;
pub use view::respond::{IntoViewResponse, Renderable, ViewError};
pub use websocket::{Message, SyncWebsocket, Websocket, WebsocketCallbacks, WebsocketClosed, WebsocketConnectionView};
