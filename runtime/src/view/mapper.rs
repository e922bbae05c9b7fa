//! How a view is called.

use std::fmt;

use axum::response::Response;

use super::call::ViewState;
use super::definition::{ViewDefinition, ViewKind};
use crate::executor::executor_at;

/// How a view is called: aiopyramid's view mappers.
///
/// A view says it with `mapper = …`; for those that do not, the application does with
/// [`Configurator::set_view_mapper`](crate::Configurator::set_view_mapper). It does not concern websocket views, whose
/// argument decides: a `Websocket` is awaited on the event loop, a `SyncWebsocket` waits on a thread of the executor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mapper {
    /// `async fn` on the event loop, `fn` on a thread of the executor.
    #[default]
    CoroutineOrExecutor,
    /// On the event loop, awaited. A plain `fn` is an error.
    Coroutine,
    /// On a thread of the executor. An `async fn` is an error.
    Executor,
    /// A plain `fn` that never blocks, called on the event loop. An `async fn` is awaited there.
    Inline,
}

impl fmt::Display for Mapper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CoroutineOrExecutor => "coroutine or executor",
            Self::Coroutine => "coroutine",
            Self::Executor => "executor",
            Self::Inline => "inline",
        })
    }
}

/// Whether a plain function leaves the event loop, decided when the application is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thread {
    EventLoop,
    Executor,
}

/// Where a view runs under the application's default mapper, or why it cannot.
pub(crate) fn thread(view: &ViewDefinition, default: Mapper) -> Result<Thread, String> {
    match (view.kind, view.mapper.unwrap_or(default)) {
        (ViewKind::Websocket, _) => Ok(Thread::EventLoop),
        (ViewKind::SyncWebsocket, _) => Ok(Thread::Executor),
        (ViewKind::Coroutine, Mapper::Executor) => Err(format!("coroutine `{}` mapped to the executor", view.name)),
        (ViewKind::Function, Mapper::Coroutine) => Err(format!("non-coroutine `{}` mapped to coroutine", view.name)),
        (ViewKind::Coroutine, _) | (ViewKind::Function, Mapper::Inline) => Ok(Thread::EventLoop),
        (ViewKind::Function, Mapper::Executor | Mapper::CoroutineOrExecutor) => Ok(Thread::Executor),
    }
}

impl ViewState {
    /// Runs a plain view on a thread of the executor.
    pub(crate) async fn run_in_executor<F>(self, view: F) -> Result<Response, Response>
    where
        F: FnOnce(&Self) -> Response + Send + 'static,
    {
        let name = self.job_name().clone();
        let ran = match executor_at(self.view().executor) {
            Ok(executor) => executor.run_below(name.clone(), move || view(&self)).await,
            Err(error) => Err(error),
        };
        ran.map_err(|error| super::failure::executor(name.as_str(), error))
    }
}
