//! HTTP/1.0 and HTTP/1.1.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};
use hyper::server::conn::http1::{Builder, UpgradeableConnection};
use hyper_util::rt::TokioIo;

use super::deadlines::Deadlines;
use super::drive::{Http, drive};
use super::ending::Ending;
use super::pulse::{Phase, Pulse};
use crate::server::io::Io;
use crate::server::options::Options;
use crate::server::request::RequestService;

/// How large a connection's buffers grow; hyper's own limit is six times that.
const BUFFER: usize = 64 << 10;

/// hyper's default. It says that another limit costs an allocation with each request.
const DEFAULT_MAX_HEADERS: usize = 100;

/// Whatever is long: nobody waits for it.
const FOR_HYPER: Duration = Duration::from_secs(1 << 20);

/// What is the same for all connections.
pub(in crate::server) fn builder(options: &Options) -> Builder {
    let mut builder = Builder::new();
    builder.header_read_timeout(FOR_HYPER);
    builder.max_header_size(options.max_header_size);
    builder.max_buf_size(BUFFER.max(options.max_header_size));
    if options.max_headers != DEFAULT_MAX_HEADERS {
        builder.max_headers(options.max_headers);
    }
    builder
}

/// Serves a connection; gives what is left to do of it, in a box, or each connection would be as large.
pub(super) async fn serve(
    mut builder: Builder,
    io: Io,
    service: RequestService,
    pulse: Arc<Pulse>,
    deadlines: Pin<&mut Deadlines<'_>>,
) -> Option<Box<Ending>> {
    builder.timer(HeadTimer { pulse, made: Instant::now() });
    let mut connection = builder.serve_connection(TokioIo::new(io), service).with_upgrades();
    let ended = drive(Pin::new(&mut connection), deadlines).await;
    Ending::of(ended, connection).map(Box::new)
}

impl Http for UpgradeableConnection<TokioIo<Io>, RequestService> {
    fn finish(self: Pin<&mut Self>) {
        self.graceful_shutdown();
    }
}

/// By this hyper tells that it waits for a request: it sets its own timer then, and only then.
///
/// hyper's timer would not know an idle connection from one with half a head. This one never fires; the connection's
/// deadlines do.
struct HeadTimer {
    pulse: Arc<Pulse>,
    made: Instant,
}

impl Timer for HeadTimer {
    fn sleep(&self, _: Duration) -> Pin<Box<dyn Sleep>> {
        Box::pin(Never) // Without a size, so nothing is allocated.
    }

    fn sleep_until(&self, _: Instant) -> Pin<Box<dyn Sleep>> {
        self.pulse.enter(Phase::Idle);
        Box::pin(Never)
    }

    fn now(&self) -> Instant {
        self.made
    }
}

struct Never;

impl Future for Never {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Pending
    }
}

impl Sleep for Never {}
