//! From an HTTP request to an open websocket: over HTTP/1.1 ([RFC 6455, section 4.2](https://www.rfc-editor.org/rfc/rfc6455#section-4.2))
//! or over a stream of HTTP/2 ([RFC 8441](https://www.rfc-editor.org/rfc/rfc8441)).

use std::{future::Future, panic::AssertUnwindSafe, sync::Arc};

use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;
use http::{HeaderValue, StatusCode, header, request::Parts};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tracing::Instrument as _;

use crate::request::Outlives;
use crate::{drain::Drain, watchdog::Watched};

use super::{
    Websocket, WebsocketCallbacks, WebsocketOptions, WebsocketOutcome, WebsocketSettings,
    callbacks::drive_callbacks,
    frames::Role,
    leaving::Leaving,
    metrics::Metrics,
    opening::{Refusal, UPGRADE, WEBSOCKET, list_items, read},
    options::Limits,
    origin::Origin,
    outcome::judge,
    task::{Ending, open},
};

/// A valid opening handshake that waits for its answer.
#[doc(hidden)]
#[derive(Debug)]
pub struct Handshake {
    /// The answer to the key; none over HTTP/2, which needs neither.
    accept: Option<HeaderValue>,
    offered: Vec<HeaderValue>,
    origin: Origin,
    upgrade: OnUpgrade,
    drain: Option<Drain>,
    settings: Option<Arc<WebsocketSettings>>,
    watched: Option<Watched>,
    /// Who waits for the websocket's end learns of it because this is dropped then.
    outlives: Option<Outlives>,
}

impl Handshake {
    /// Checks a request and takes the connection's upgrade out of its extensions.
    ///
    /// # Errors
    /// The response to send instead: 400 with a text that says what is missing, 426 for another version of the protocol, 503
    /// while the server drains, and 500, logged, when the server that runs the application cannot upgrade connections.
    pub fn accept(parts: &mut Parts) -> Result<Self, Response> {
        Self::read(parts).map_err(Refusal::into_response)
    }

    fn read(parts: &mut Parts) -> Result<Self, Refusal> {
        let accept = read(parts)?;
        let drain = parts.extensions.get::<Drain>().cloned();
        if drain.as_ref().is_some_and(|drain| drain.farewell().is_some()) {
            return Err(Refusal::Draining);
        }
        let offered = parts.headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter().cloned().collect();
        let origin = Origin::of(parts);
        let upgrade = parts.extensions.remove::<OnUpgrade>().ok_or(Refusal::NoUpgrades)?;
        let outlives = parts.extensions.remove();
        Ok(Self { accept, offered, origin, upgrade, drain, settings: None, watched: None, outlives })
    }

    /// Watches the view's polls, those in which its callbacks are called among them.
    pub(crate) fn watched(mut self, watched: Option<&Watched>) -> Self {
        self.watched = watched.cloned();
        self
    }

    /// By the settings of an application.
    pub(crate) fn by_settings(mut self, settings: &Arc<WebsocketSettings>) -> Self {
        self.settings = Some(Arc::clone(settings));
        self
    }

    /// The first of `supported` that the client offers; none when it offers none of them.
    fn subprotocol(&self, supported: &[&'static str]) -> Option<&'static str> {
        let is_offered = |name: &&str| list_items(self.offered.iter()).any(|offered| offered == *name);
        supported.iter().copied().find(is_offered)
    }

    /// The response that opens the websocket: 101, or 200 over HTTP/2. Spawns the task that runs the view on the upgraded
    /// connection and closes it by the view's outcome. A page of another site gets a 403 instead, which is logged.
    ///
    /// `view` names the view in the log.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn respond<F, Fut>(self, view: &'static str, options: WebsocketOptions, run: F) -> Response
    where
        F: FnOnce(Websocket) -> Fut + Send + 'static,
        Fut: Future + Send + 'static,
        Fut::Output: WebsocketOutcome + Send,
    {
        let settings = self.settings.clone().unwrap_or_default();
        if let Some(origin) = self.refused_origin(&settings, &options) {
            return Refusal::Origin { view, origin: origin.to_owned() }.into_response();
        }
        let subprotocol = self.subprotocol(options.subprotocols);
        let response = self.response(subprotocol);
        let limits = settings.limits(&options);
        // Here, so that the server knows of the connection before the response is out.
        let leaving = Leaving::with(self.drain.as_ref());
        tokio::spawn(self.run(view, limits, leaving, subprotocol, run).in_current_span());
        response
    }

    /// As [`respond`](Self::respond), for a view with callbacks, which `start` makes.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn respond_by_callbacks<V: WebsocketCallbacks>(
        self,
        view: &'static str,
        options: WebsocketOptions,
        start: impl FnOnce(Websocket) -> V + Send + 'static,
    ) -> Response {
        let watched = self.watched.clone();
        self.respond(view, options, move |websocket| drive_callbacks(start(websocket), watched))
    }

    fn refused_origin(&self, settings: &WebsocketSettings, options: &WebsocketOptions) -> Option<&str> {
        match options.origins {
            Some(allowed) => self.origin.refused(allowed.iter().copied()),
            None => self.origin.refused(settings.origins.iter().map(String::as_str)),
        }
    }

    fn response(&self, subprotocol: Option<&'static str>) -> Response {
        let mut response = match &self.accept {
            None => StatusCode::OK.into_response(),
            Some(accept) => {
                let headers = [
                    (header::CONNECTION, UPGRADE),
                    (header::UPGRADE, WEBSOCKET),
                    (header::SEC_WEBSOCKET_ACCEPT, accept.clone()),
                ];
                (StatusCode::SWITCHING_PROTOCOLS, headers).into_response()
            }
        };
        if let Some(name) = subprotocol {
            response.headers_mut().insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(name));
        }
        response
    }

    /// Waits for the connection, and spawns a task for it: so that it is as small as the connection, and has no room for what
    /// leads to it.
    async fn run<F, Fut>(
        self,
        view: &'static str,
        limits: Limits,
        leaving: Leaving,
        subprotocol: Option<&'static str>,
        run: F,
    ) where
        F: FnOnce(Websocket) -> Fut + Send + 'static,
        Fut: Future + Send + 'static,
        Fut::Output: WebsocketOutcome + Send,
    {
        let Self { upgrade, watched, outlives, .. } = self;
        let upgraded = match upgrade.await {
            Ok(upgraded) => Box::new(TokioIo::new(upgraded)),
            Err(error) => {
                tracing::debug!(view, %error, "the client left before the websocket was open");
                return;
            }
        };
        let metrics = Some(Metrics::new(view));
        let (websocket, pump) = open(upgraded, Role::Server, limits, subprotocol.map(Into::into), leaving, metrics);
        let connection = pump.with_view(outcome(view, watched, async move { run(websocket).await }));
        tokio::spawn(connection.map(move |()| drop(outlives)).in_current_span());
    }
}

/// What the connection of a view is closed with. No `async fn`, because that would have room for each of its arguments twice.
fn outcome<Fut>(view: &'static str, watched: Option<Watched>, run: Fut) -> impl Future<Output = Ending>
where
    Fut: Future,
    Fut::Output: WebsocketOutcome,
{
    AssertUnwindSafe(Watched::future(watched, run)).catch_unwind().map(move |ended| judge(view, ended))
}
