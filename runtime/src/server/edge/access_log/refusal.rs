//! What is refused before it is a request: nothing can be said of it but who sent it, when, and how it was answered.

use std::net::IpAddr;
use std::time::SystemTime;

use http::StatusCode;

use super::{AccessLog, Format, format};

/// An answer to what could not be read.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) client: Option<IpAddr>,
    pub(crate) status: StatusCode,
    pub(crate) bytes: usize,
}

impl AccessLog {
    /// Writes the line of a refusal, if anybody reads it.
    pub(crate) fn refused(&self, refusal: &Refusal) {
        if self.is_read() {
            let now = SystemTime::now();
            self.write_line(match self.format {
                Format::Common => format::common_refusal(refusal, now),
                Format::Json => format::json_refusal(refusal, now),
            });
        }
    }
}
