//! What is to end with a request, where something outlives the response.

use std::any::Any;
use std::sync::Arc;

/// An extension of requests that may become websockets: the websocket holds it until it ends, and whoever has left it there learns
/// of the end because it is dropped.
#[derive(Clone)]
pub(crate) struct Outlives(
    #[allow(dead_code, reason = "it is held and not read")] pub(crate) Arc<dyn Any + Send + Sync>,
);

impl std::fmt::Debug for Outlives {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outlives")
    }
}
