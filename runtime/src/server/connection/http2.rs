//! HTTP/2 ([RFC 9113](https://www.rfc-editor.org/rfc/rfc9113)).

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use hyper::rt::Executor;
use hyper::server::conn::http2::{Builder, Connection};
use hyper_util::rt::{TokioIo, TokioTimer};

use super::deadlines::Deadlines;
use super::drive::{Http, drive};
use super::pulse::{Pulse, Stream};
use crate::server::io::Io;
use crate::server::options::Options;
use crate::server::request::RequestService;

/// How many streams a client may reset before the server has looked at them ("rapid reset").
const PENDING_RESETS: usize = 20;

/// How many streams the server itself may have reset, for a client that goes on making mistakes.
const OWN_RESETS: usize = 1024;

/// How often a client is asked whether it is there, and how long it may take to say so.
const PING: Duration = Duration::from_secs(20);

pub(super) async fn serve(
    options: &Options,
    io: Io,
    service: RequestService,
    pulse: Arc<Pulse>,
    deadlines: Pin<&mut Deadlines<'_>>,
) {
    pulse.multiplex();
    let connection = pin!(builder(options, pulse).serve_connection(TokioIo::new(io), service));
    drive(connection, deadlines).await;
}

fn builder(options: &Options, pulse: Arc<Pulse>) -> Builder<Streams> {
    let mut builder = Builder::new(Streams(pulse));
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(options.max_concurrent_streams)
        .max_pending_accept_reset_streams(PENDING_RESETS)
        .max_local_error_reset_streams(OWN_RESETS)
        .max_header_list_size(u32::try_from(options.max_header_size).unwrap_or(u32::MAX))
        .keep_alive_interval(PING)
        .keep_alive_timeout(PING)
        .enable_connect_protocol();
    builder
}

impl Http for Connection<TokioIo<Io>, RequestService, Streams> {
    fn finish(self: Pin<&mut Self>) {
        self.graceful_shutdown();
    }
}

/// Spawns what hyper does for each stream, and counts it: a request until its response is sent, an upgraded stream until it
/// is closed. They end by themselves when the connection does.
#[derive(Clone)]
struct Streams(Arc<Pulse>);

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for Streams {
    fn execute(&self, future: F) {
        let stream = Stream::new(&self.0);
        tokio::spawn(async move {
            let _stream = stream;
            future.await;
        });
    }
}
