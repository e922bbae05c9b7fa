//! What is left to do of a connection of HTTP/1 once hyper has let go of it.

use std::future::poll_fn;
use std::mem::MaybeUninit;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use http::StatusCode;
use hyper::server::conn::http1::{Parts, UpgradeableConnection};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead as _, AsyncWriteExt as _, ReadBuf};

use super::deadlines::Deadlines;
use super::drive::{self, Ended};
use super::pulse::Phase;
use crate::server::answers;
use crate::server::io::Io;
use crate::server::request::RequestService;

/// How much is thrown away at once of what a client still sends.
const SCRATCH: usize = 4096;

/// hyper answers 414 to longer ones.
const LONGEST_TARGET: usize = 65_534;

/// A connection whose client still sends, or is to be told something.
pub(super) struct Ending {
    io: Io,
    service: RequestService,
    answer: Option<String>,
}

impl Ending {
    /// What is left of a connection, if anything is. A refusal of hyper's own is logged, for no request tells of it.
    pub(super) fn of(ended: Ended, connection: UpgradeableConnection<TokioIo<Io>, RequestService>) -> Option<Self> {
        // There are no parts of what has become a websocket.
        let Parts { io, read_buf, service, .. } = connection.into_parts()?;
        let answer = match ended {
            Ended::Itself(Ok(())) => None,
            Ended::Itself(Err(error)) => {
                service.log_refusal(refusal(&error, &read_buf)?, 0);
                None
            }
            Ended::HeadTooSlow => {
                service.log_refusal(StatusCode::REQUEST_TIMEOUT, answers::HEAD_TIMED_OUT.len());
                Some(answers::head_timed_out())
            }
            Ended::Dropped => return None,
        };
        let is_more_to_do = answer.is_some() || service.pulse().has_unread_input();
        is_more_to_do.then(|| Self { io: io.into_inner(), service, answer })
    }

    /// Says what is to be said, and hears the client out, for as long as there is time.
    pub(super) async fn come(mut self: Box<Self>, deadlines: Pin<&mut Deadlines<'_>>) {
        self.service.pulse().enter(Phase::Lingering);
        let rest = pin!(async {
            if let Some(answer) = self.answer {
                self.io.write_all(answer.as_bytes()).await?;
                self.io.shutdown().await?;
            }
            poll_fn(|context| poll_linger(Pin::new(&mut self.io), context)).await
        });
        drive::within(rest, deadlines).await.ok();
    }
}

/// The status by which hyper has refused a request that it could not read: of such errors it answers all but HTTP/2's preface.
fn refusal(error: &hyper::Error, read: &[u8]) -> Option<StatusCode> {
    let target = || read.split(u8::is_ascii_whitespace).nth(1);
    if !error.is_parse() || error.is_parse_version_h2() {
        None
    } else if !error.is_parse_too_large() {
        Some(StatusCode::BAD_REQUEST)
    } else if target().is_some_and(|target| target.len() > LONGEST_TARGET) {
        Some(StatusCode::URI_TOO_LONG)
    } else {
        Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)
    }
}

/// Reads on to nowhere until the client has nothing more to send. A socket that is closed with something unread resets
/// the connection, and the client may never see why ([RFC 9112, section 9.6](https://www.rfc-editor.org/rfc/rfc9112#section-9.6)).
fn poll_linger(mut io: Pin<&mut Io>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
    loop {
        let mut scratch = [MaybeUninit::uninit(); SCRATCH];
        let mut buffer = ReadBuf::uninit(&mut scratch);
        ready!(io.as_mut().poll_read(context, &mut buffer))?;
        if buffer.filled().is_empty() {
            return Poll::Ready(Ok(()));
        }
    }
}
