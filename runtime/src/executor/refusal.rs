//! What becomes of a call whose job the executor does not run: an error where the function returns one, else a panic that is
//! known for what it is, wherever it is caught.

use std::any::Any;
use std::error::Error;
use std::iter::successors;
use std::marker::PhantomData;
use std::panic::{catch_unwind, resume_unwind};

use super::ExecutorError;

/// What a panic carries by which a call ends that the executor refused: it may be tried again.
///
/// A type of its own and no text, so that no other panic can be taken for it, and so that it stays what it is on its way
/// through jobs and tasks to other threads.
pub(crate) struct Refusal(String);

impl Refusal {
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    pub(crate) fn of_panic(payload: &(dyn Any + Send)) -> Option<&Self> {
        payload.downcast_ref()
    }
}

/// Whether `error` or what it stems from is the executor's refusal.
pub(crate) fn is_refused(error: &(dyn Error + 'static)) -> bool {
    successors(Some(error), |&error| error.source())
        .any(|error| error.downcast_ref().is_some_and(ExecutorError::is_refusal))
}

/// Ends a call by a panic with the text of `error`.
pub(super) fn panic_with(text: String, error: &ExecutorError) -> ! {
    if !error.is_refusal() {
        panic!("{text}");
    }
    // The panic hook tells texts, and nothing of any other payload.
    drop(catch_unwind(|| panic!("{text}")));
    resume_unwind(Box::new(Refusal(text)))
}

/// What a `#[use_executor]` function gives in place of the value that it has not computed.
#[doc(hidden)]
pub type Refused<T> = fn(&'static str, ExecutorError) -> T;

/// Nothing: it panics with its name and the text of the error.
#[doc(hidden)]
pub fn refused_by_panic<T>(function: &'static str, error: ExecutorError) -> T {
    panic_with(format!("`{function}` did not run: {error}"), &error)
}

/// Asks what a function that returns `T` does when it is refused. An inherent method is preferred to a trait's, and applies
/// only where its bounds hold.
#[doc(hidden)]
pub struct Returning<T>(PhantomData<fn() -> T>);

impl<T> Returning<T> {
    pub const NEW: Self = Self(PhantomData);
}

impl<T, E: From<ExecutorError>> Returning<Result<T, E>> {
    #[must_use]
    pub fn refused(self) -> Refused<Result<T, E>> {
        |_, error| Err(error.into())
    }
}

#[doc(hidden)]
pub trait RefusedByPanic<T> {
    fn refused(self) -> Refused<T>;
}

impl<T> RefusedByPanic<T> for Returning<T> {
    fn refused(self) -> Refused<T> {
        refused_by_panic
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fmt;

    use super::*;
    use crate::executor::payload::panic_message;

    fn saturated() -> ExecutorError {
        ExecutorError::Saturated { executor: "reports".into() }
    }

    fn caught<T>(call: impl FnOnce() -> T + std::panic::UnwindSafe) -> Box<dyn Any + Send> {
        catch_unwind(call).err().unwrap()
    }

    #[test]
    fn a_refusal_is_a_value_where_the_error_is_made_of_it() {
        type Boxed = Box<dyn Error + Send + Sync>;
        let error = Returning::<Result<u32, Boxed>>::NEW.refused()("app::sum", saturated()).unwrap_err();
        assert!(is_refused(&*error));
        let error = Returning::<Result<u32, ExecutorError>>::NEW.refused()("app::sum", saturated()).unwrap_err();
        assert!(error.is_refusal());
    }

    #[test]
    fn else_it_is_a_panic_that_says_what_did_not_run() {
        let by_value = || Returning::<u32>::NEW.refused()("app::sum", saturated());
        let by_another_error = || Returning::<Result<u32, fmt::Error>>::NEW.refused()("app::sum", saturated());
        for payload in [caught(by_value), caught(by_another_error)] {
            let text = Refusal::of_panic(&*payload).unwrap().text();
            assert!(
                text.starts_with("`app::sum` did not run: the executor `reports` has no room for a job\n"),
                "{text}"
            );
            assert_eq!(panic_message(&*payload), Some(text));
        }
    }

    #[test]
    fn a_blocking_scope_says_it_without_a_name() {
        let payload = caught(|| -> () { saturated().resume() });
        assert!(Refusal::of_panic(&*payload).unwrap().text().starts_with("the executor `reports` has no room"));
    }

    #[test]
    fn neither_a_mistake_nor_another_panic_of_the_same_text_is_a_refusal() {
        let mistake = caught(|| refused_by_panic::<()>("app::sum", ExecutorError::NotConfigured { name: "reports" }));
        assert!(Refusal::of_panic(&*mistake).is_none());
        assert!(panic_message(&*mistake).unwrap().starts_with("`app::sum` did not run: "));
        let refusal = caught(|| refused_by_panic::<()>("app::sum", saturated()));
        let text = Refusal::of_panic(&*refusal).unwrap().text();
        let repeated = caught(|| panic!("{text}"));
        assert_eq!(panic_message(&*repeated), panic_message(&*refusal));
        assert!(Refusal::of_panic(&*repeated).is_none());
    }

    #[derive(Debug)]
    struct Wrapper(ExecutorError);

    impl fmt::Display for Wrapper {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("no report")
        }
    }

    impl Error for Wrapper {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn a_refusal_is_found_among_the_sources() {
        let panicked = |payload: Box<dyn Any + Send>| ExecutorError::Panicked(payload.into());
        assert!(is_refused(&saturated()));
        assert!(is_refused(&Wrapper(saturated())));
        assert!(is_refused(&Wrapper(panicked(Box::new(Refusal("did not run".to_owned()))))));
        assert!(!is_refused(&Wrapper(panicked(Box::new("did not run")))));
        assert!(!is_refused(&Wrapper(ExecutorError::NoRuntime)));
    }
}
