//! What the macros' expansions call. Nothing here is stable: it changes with the macros, which are always of the same version.

pub use crate::config::first_segment;
pub use crate::executor::{
    ExecutorUse, RefusedByPanic, Returning, generic_job_argument, job_argument, refused_by_panic,
    register_executor_use, run_function, synchronize_function,
};
pub use crate::render::{Renderer, TemplateSource};
pub use crate::request::CertainlyAParameter;
pub use crate::traversal::{RootCanFail, RootOf};
pub use crate::tween::{TweenDefinition, TweenFuture, run_tween};
pub use crate::view::definition::{Requirement, SourceLocation, ViewDefinition};
pub use crate::view::http_cache::HttpCache;
pub use crate::view::predicate::{ContextType, Predicate};
pub use crate::view::probe::{
    NoRequirement, Probe, TakeBody, TakeNothing, TakeParameter, TakePart, UnknownContext, offers,
};
pub use crate::view::registration::{register_view, register_views};
pub use crate::view::respond::{
    CannotFail, CannotRespond, CannotRespondInResult, ErrorIntoResponse, ErrorIsLogged, ErrorIsNeither, Failed,
    InTween, RenderNothing, RenderResponse, RenderSerialize, Rendered, RespondDirectly, RespondOrRaise,
    RespondWithError, Returned, SplitValue, respond_directly,
};
pub use crate::view::step::Step;
pub use crate::websocket::{SlowConsumer, WebsocketOptions, default_field, rate_limit};

/// What only the fuzz targets reach; both `cargo xtask test` and cargo-fuzz build with this flag.
#[cfg(fuzzing)]
pub mod fuzzing {
    pub use crate::server::edge::forwarded::fuzzing::forwarded;
    pub use crate::websocket::fuzzing::websocket;
}
