//! What a panic carries.

use std::any::Any;
use std::fmt;

use sync_wrapper::SyncWrapper;

use super::refusal::Refusal;

/// What a job's panic carried, in a case that threads can share, which a bare payload is not: so errors can hold it that are
/// `Send` and `Sync`.
///
/// ```
/// use pyramidion::executor::{Executor, ExecutorConfig, ExecutorError};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let executor = Executor::new(ExecutorConfig::default());
/// let Err(ExecutorError::Panicked(payload)) = executor.run(|| panic!("out of cheese")).await else { unreachable!() };
/// assert_eq!(payload.message(), Some("out of cheese"));
/// assert!(payload.into_inner().is::<&str>());
/// # });
/// ```
pub struct PanicPayload {
    message: Option<String>,
    is_refusal: bool,
    payload: SyncWrapper<Box<dyn Any + Send>>,
}

impl PanicPayload {
    /// The text of the panic. `None` if it carried something else.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The payload itself, as [`std::panic::catch_unwind`] gives it and [`std::panic::resume_unwind`] takes it.
    #[must_use]
    pub fn into_inner(self) -> Box<dyn Any + Send> {
        self.payload.into_inner()
    }

    pub(super) fn is_refusal(&self) -> bool {
        self.is_refusal
    }
}

impl From<Box<dyn Any + Send>> for PanicPayload {
    fn from(payload: Box<dyn Any + Send>) -> Self {
        let message = panic_message(&*payload).map(str::to_owned);
        Self { message, is_refusal: payload.is::<Refusal>(), payload: SyncWrapper::new(payload) }
    }
}

impl fmt::Debug for PanicPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PanicPayload").field("message", &self.message).finish_non_exhaustive()
    }
}

/// What a panic said.
pub(crate) fn panic_message(payload: &(dyn Any + Send)) -> Option<&str> {
    let text = payload.downcast_ref::<&'static str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .or_else(|| payload.downcast_ref::<Refusal>().map(Refusal::text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(payload: impl Any + Send) -> Option<String> {
        PanicPayload::from(Box::new(payload) as Box<dyn Any + Send>).message().map(str::to_owned)
    }

    #[test]
    fn the_text_of_a_panic_is_found() {
        assert_eq!(message("static").as_deref(), Some("static"));
        assert_eq!(message("owned".to_owned()).as_deref(), Some("owned"));
        assert_eq!(message(7), None);
    }
}
