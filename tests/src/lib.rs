//! Tools for the tests in the folder `tests`, which look at the runtime and the applications from outside.

pub mod http;
pub mod log;
pub mod program;

use std::time::Duration;

/// How long a condition may take before a test gives up. No test that passes waits for it.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Waits for `future`, but not for ever: a test that hangs tells nobody why.
///
/// # Panics
///
/// When it takes longer than [`PATIENCE`].
pub async fn in_time<F: Future>(what: &str, future: F) -> F::Output {
    match tokio::time::timeout(PATIENCE, future).await {
        Ok(output) => output,
        Err(_) => panic!("{what}: nothing happened for {} s", PATIENCE.as_secs()),
    }
}
