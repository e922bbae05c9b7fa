//! HTTP/2 ([RFC 9113](https://www.rfc-editor.org/rfc/rfc9113)).

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;

use hyper::rt::Executor;
use hyper::server::conn::http2::{Builder, Connection};
use hyper_util::rt::{TokioIo, TokioTimer};

use super::deadlines::Deadlines;
use super::drive::{Http, drive};
use super::pulse::{Pulse, Stream};
use crate::server::io::Io;
use crate::server::options::{Http2, Options};
use crate::server::request::RequestService;

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
    let Http2 { ping_interval, ping_timeout, .. } = options.http2;
    let mut builder = Builder::new(Streams(pulse));
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(options.max_concurrent_streams)
        .max_pending_accept_reset_streams(options.http2.max_pending_accept_reset_streams)
        .max_local_error_reset_streams(options.http2.max_local_error_reset_streams)
        .initial_stream_window_size(options.http2.initial_stream_window_size)
        .initial_connection_window_size(options.http2.initial_connection_window_size)
        .max_send_buf_size(options.http2.max_send_buffer_size)
        .max_header_list_size(u32::try_from(options.max_header_size).unwrap_or(u32::MAX))
        .keep_alive_interval(ping_interval)
        .keep_alive_timeout(ping_timeout)
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
