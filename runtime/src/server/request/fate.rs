//! What has become of a request's body.

use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use axum::response::Response;
use http::{StatusCode, Version};

use crate::server::answers;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    TooLarge = 1,
    TimedOut = 2,
}

/// Shared by a request's body, which may be cut off, and its answer, which is to say so.
#[derive(Debug, Default)]
pub(super) struct Fate(AtomicU8);

impl Fate {
    pub(super) fn cut(&self, cut: Cut) {
        self.0.store(cut as u8, Relaxed);
    }

    fn get(&self) -> Option<Cut> {
        match self.0.load(Relaxed) {
            0 => None,
            1 => Some(Cut::TooLarge),
            _ => Some(Cut::TimedOut),
        }
    }

    /// The application's response, unless it takes the cut for some other error. Whoever reads a body need not know why it
    /// breaks off.
    pub(super) fn judge(&self, response: Response, version: Version) -> Response {
        let Some(cut) = self.get() else { return response };
        let (status, answer): (_, fn(Version) -> Response) = match cut {
            Cut::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, answers::too_large),
            Cut::TimedOut => (StatusCode::REQUEST_TIMEOUT, answers::body_timed_out),
        };
        let is_error = response.status().is_client_error() || response.status().is_server_error();
        if is_error && response.status() != status { answer(version) } else { response }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn judged(cut: Option<Cut>, status: u16) -> u16 {
        let fate = Fate::default();
        cut.into_iter().for_each(|cut| fate.cut(cut));
        let mut response = Response::default();
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        fate.judge(response, Version::HTTP_11).status().as_u16()
    }

    #[test]
    fn only_another_error_is_replaced() {
        assert_eq!([judged(None, 400), judged(None, 200)], [400, 200]);
        assert_eq!([judged(Some(Cut::TimedOut), 400), judged(Some(Cut::TimedOut), 500)], [408, 408]);
        assert_eq!([judged(Some(Cut::TooLarge), 400), judged(Some(Cut::TooLarge), 413)], [413, 413]);
        assert_eq!(judged(Some(Cut::TooLarge), 200), 200);
    }
}
