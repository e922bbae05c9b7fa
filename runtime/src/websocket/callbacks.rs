//! Websocket views as structs with a method for each thing that happens.

use std::{any::Any, future::Future, panic::AssertUnwindSafe, panic::resume_unwind};

use futures_util::FutureExt as _;

use crate::watchdog::Watched;

use super::{
    Message, Websocket, WebsocketClosed,
    outcome::{Chain, is_quiet, panic_text},
};

/// A struct that holds a websocket: derive it.
pub trait WebsocketConnectionView: Sized + Send + 'static {
    /// The connection.
    fn websocket(&mut self) -> &mut Websocket;

    /// Sends a message: short for `self.websocket().send(message)`.
    ///
    /// # Errors
    /// As [`Websocket::send`].
    fn send(&mut self, message: impl Into<Message> + Send) -> impl Future<Output = Result<(), WebsocketClosed>> + Send {
        let message = message.into();
        async move { self.websocket().send(message).await }
    }
}

/// What a [`WebsocketConnectionView`] does: `on_open` once, `on_message` for each message, `on_close` once.
///
/// The default of each does nothing. They never run at the same time, and while one runs messages wait for it.
///
/// ```
/// use pyramidion::websocket::{Message, Websocket, WebsocketCallbacks, WebsocketClosed, WebsocketConnectionView};
///
/// struct Chat {
///     ws: Websocket,
/// }
///
/// // The derive writes this.
/// impl WebsocketConnectionView for Chat {
///     fn websocket(&mut self) -> &mut Websocket {
///         &mut self.ws
///     }
/// }
///
/// impl WebsocketCallbacks for Chat {
///     async fn on_message(&mut self, message: Message) -> Result<(), WebsocketClosed> {
///         self.send(message).await
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what it does with its websocket",
    label = "no `impl WebsocketCallbacks for {Self}`",
    note = "write `impl WebsocketCallbacks for {Self} {{ … }}`, with those of `on_open`, `on_message` and `on_close` that do something"
)]
pub trait WebsocketCallbacks: WebsocketConnectionView {
    /// The connection is open; nothing has been received yet.
    ///
    /// # Errors
    /// An error ends the view: `on_close` runs and the connection is closed.
    fn on_open(&mut self) -> impl Future<Output = Result<(), WebsocketClosed>> + Send {
        async { Ok(()) }
    }

    /// A message has come.
    ///
    /// # Errors
    /// An error ends the view: `on_close` runs and the connection is closed.
    fn on_message(&mut self, message: Message) -> impl Future<Output = Result<(), WebsocketClosed>> + Send {
        drop(message);
        async { Ok(()) }
    }

    /// The view ends: the connection is closed (see [`Websocket::close_reason`]), or a callback returned an error or panicked.
    ///
    /// # Errors
    /// An error counts as the view's, unless another callback failed before: then it is only logged.
    fn on_close(&mut self) -> impl Future<Output = Result<(), WebsocketClosed>> + Send {
        async { Ok(()) }
    }
}

/// The type of a field that is marked `#[default]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no default",
    label = "does not implement `Default`",
    note = "say what the field holds at first: `#[default(EXPRESSION)]`"
)]
#[doc(hidden)]
pub trait FieldWithDefault {
    fn default_value() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Default> FieldWithDefault for T {
    fn default_value() -> Self {
        Self::default()
    }
}

/// What such a field holds at first.
#[doc(hidden)]
pub fn default_field<T: FieldWithDefault>() -> T {
    T::default_value()
}

type Ended = Result<Result<(), WebsocketClosed>, Box<dyn Any + Send>>;

/// Runs the callbacks of a view until its connection is closed or one of them fails.
///
/// # Errors
/// The first error of a callback, where one that has a cause goes before one that has none.
///
/// # Panics
/// When a callback panicked, after `on_close` has run.
pub(super) async fn drive_callbacks<V: WebsocketCallbacks>(
    mut view: V,
    watched: Option<Watched>,
) -> Result<(), WebsocketClosed> {
    let watched = Callbacks::of(watched.as_ref());
    let conversation = AssertUnwindSafe(converse(&mut view, &watched)).catch_unwind().await;
    let closing = Watched::future(watched.on_close, async { view.on_close().await });
    let closing = AssertUnwindSafe(closing).catch_unwind().await;
    match first_failure(conversation, closing) {
        Ok(ended) => ended,
        Err(panic) => resume_unwind(panic),
    }
}

async fn converse<V: WebsocketCallbacks>(view: &mut V, watched: &Callbacks<'_>) -> Result<(), WebsocketClosed> {
    Watched::future(watched.on_open, async { view.on_open().await }).await?;
    while let Some(message) = view.websocket().recv().await {
        Watched::future(watched.on_message, async { view.on_message(message).await }).await?;
    }
    Ok(())
}

/// The callbacks of a view as the watchdog names them; none if it is off.
#[derive(Default)]
struct Callbacks<'a> {
    on_open: Option<&'a Watched>,
    on_message: Option<&'a Watched>,
    on_close: Option<&'a Watched>,
}

impl<'a> Callbacks<'a> {
    fn of(view: Option<&'a Watched>) -> Self {
        match view.map(|view| view.parts(&["on_open", "on_message", "on_close"])) {
            Some([on_open, on_message, on_close]) => {
                Self { on_open: Some(on_open), on_message: Some(on_message), on_close: Some(on_close) }
            }
            _ => Self::default(),
        }
    }
}

fn first_failure(conversation: Ended, closing: Ended) -> Ended {
    match conversation {
        Ok(Ok(())) => closing,
        Ok(Err(closed)) if is_quiet(&closed) && !matches!(closing, Ok(Ok(()))) => closing,
        failure => {
            match closing {
                Ok(Err(error)) if !is_quiet(&error) => tracing::error!(error = %Chain(&error), "`on_close` failed too"),
                Err(panic) => tracing::error!(panic = panic_text(&*panic), "`on_close` panicked too"),
                Ok(_) => {}
            }
            failure
        }
    }
}
