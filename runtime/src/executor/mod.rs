//! Stub.

/// Stand-in for the executor's bridge until it is merged: waits for a future on the thread that calls.
pub fn synchronize<F: Future>(future: F) -> F::Output {
    tokio::runtime::Handle::current().block_on(future)
}
