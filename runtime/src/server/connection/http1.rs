//! HTTP/1.0 and HTTP/1.1.

use std::pin::Pin;

use hyper::server::conn::http1::{Builder, UpgradeableConnection};
use hyper_util::rt::TokioIo;

use super::deadlines::Deadlines;
use super::drive::{Http, drive};
use super::ending::Ending;
use crate::server::io::Io;
use crate::server::options::Options;
use crate::server::request::RequestService;

/// How large a connection's buffers grow; hyper's own limit is six times that.
const BUFFER: usize = 64 << 10;

/// hyper's default. It says that another limit costs an allocation with each request.
const DEFAULT_MAX_HEADERS: usize = 100;

/// What is the same for all connections. hyper's own timeout for heads is not used: it does not know an idle connection from one
/// with half a head, and has hyper look for the next request with each response.
pub(in crate::server) fn builder(options: &Options) -> Builder {
    let mut builder = Builder::new();
    builder.header_read_timeout(None);
    builder.max_header_size(options.max_header_size);
    builder.max_buf_size(BUFFER.max(options.max_header_size));
    if options.max_headers != DEFAULT_MAX_HEADERS {
        builder.max_headers(options.max_headers);
    }
    builder
}

/// Serves a connection; gives what is left to do of it, in a box, or each connection would be as large.
pub(super) async fn serve(
    builder: &Builder,
    io: Io,
    service: RequestService,
    deadlines: Pin<&mut Deadlines<'_>>,
) -> Option<Box<Ending>> {
    let mut connection = builder.serve_connection(TokioIo::new(io), service).with_upgrades();
    let ended = drive(Pin::new(&mut connection), deadlines).await;
    Ending::of(ended, connection).map(Box::new)
}

impl Http for UpgradeableConnection<TokioIo<Io>, RequestService> {
    fn finish(self: Pin<&mut Self>) {
        self.graceful_shutdown();
    }
}
