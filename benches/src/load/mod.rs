//! A client for many connections on one thread, cheap enough to keep a server busy: it writes bytes that are ready, and reads no more
//! of what comes back than it takes to count it.

mod crowd;
mod dial;
mod frames;
mod http;
mod replies;

pub(crate) use self::crowd::Crowd;
pub(crate) use self::dial::{expect_body, expect_pong, open, upgrade};
pub(crate) use self::frames::{Frames, message};
pub(crate) use self::http::{Responses, request};
pub(crate) use self::replies::Protocol;
