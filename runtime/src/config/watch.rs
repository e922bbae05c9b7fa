//! What the watchdog is told about the application's functions.

use super::configurator::Configurator;
use super::error::Problem;
use crate::tween::TweenDefinition;
use crate::view::definition::{ViewDefinition, ViewKind};
use crate::view::mapper::Thread;
use crate::watchdog::{Limit, SETTING, Watchdog, Watched};

const COROUTINE: &str = "make it a plain `fn`, so that it runs in the executor, or move the blocking part into \
    `#[use_executor]` or `spawn_blocking_scope`";
const INLINE: &str = "let it run in the executor, with `mapper = executor`";
const WEBSOCKET: &str = "move the blocking part into `#[use_executor]` or `spawn_blocking_scope`";
const ARGUMENTS: &str = "the function itself runs in the executor, but what makes its arguments does not: move the blocking part \
    from the extractor into the function";

/// The watchdog as code and settings want it.
pub(super) fn watchdog(config: &Configurator, problems: &mut Vec<Problem>) -> Watchdog {
    let limit = config.settings.get::<Limit>(SETTING).unwrap_or_else(|error| {
        problems.push(Problem::new(error.to_string(), []));
        None
    });
    config.watchdog.clone().limited_by(limit)
}

pub(super) fn view(watchdog: &Watchdog, view: &ViewDefinition, thread: Thread) -> Option<Watched> {
    let help = match (view.kind, thread) {
        (ViewKind::Coroutine, _) => COROUTINE,
        (ViewKind::Websocket, _) => WEBSOCKET,
        (ViewKind::Function, Thread::EventLoop) => INLINE,
        (ViewKind::Function | ViewKind::SyncWebsocket, _) => ARGUMENTS,
    };
    watchdog.watch(&view.full_name(), view.location, help)
}

pub(super) fn tween(watchdog: &Watchdog, tween: &TweenDefinition) -> Option<Watched> {
    watchdog.watch(tween.name, tween.location, COROUTINE)
}
