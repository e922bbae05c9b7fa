//! When a policy cannot tell.

use std::error::Error;
use std::fmt;

/// Why it could not be found out who a request is from, or what it may do.
///
/// As a view's error it is a 500, with the cause in the log; a 503 if the cause is that an executor has refused a job.
#[derive(Debug)]
pub struct SecurityError(Box<dyn Error + Send + Sync>);

impl SecurityError {
    /// An error with its cause, such as that of a database.
    pub fn new(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        cause.into().downcast().map_or_else(Self, |own| *own)
    }
}

impl fmt::Display for SecurityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the security policy failed")
    }
}

impl Error for SecurityError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}
