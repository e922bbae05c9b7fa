//! What most applications use: `use pyramidion::prelude::*;`
//!
//! Pyramidion's macros and types, with the extractors and response types of axum that views use most.

pub use axum::Json;
pub use axum::extract::{Form, Path, Query};
pub use axum::response::{Html, IntoResponse, Redirect, Response};
pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};

pub use crate::config::{ConfigurationError, Configurator, Settings};
pub use crate::executor::{ExecutorKey, ScopeError, SyncScope, spawn_blocking_scope, try_synchronize};
pub use crate::httpexceptions::*;
pub use crate::package;
pub use crate::request::{BodyError, JsonError, MultiDict, Params, ParamsError, Request, SyncRequest, UrlError};
pub use crate::traversal::{AnyResource, Context, Resource};
pub use crate::tween::{Next, SyncNext};
pub use crate::{
    Exception, Mapper, Message, Registry, State, SyncWebsocket, TemplateContext, Websocket, WebsocketCallbacks,
    WebsocketClosed, WebsocketConnectionView, exception_view, forbidden_view, notfound_view, resource, root_factory,
    synchronize, tween, use_executor, view, view_defaults, views, websocket_view,
};
