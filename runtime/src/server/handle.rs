//! How a server is told to stop.

use std::sync::Arc;

use super::stage::{Stage, Stages};

/// Stops a [`Server`](super::Server), from anywhere. A clone stops the same one.
#[derive(Clone, Debug)]
pub struct ServerHandle(pub(super) Arc<Stages>);

impl ServerHandle {
    /// Has the server accept no more connections and finish what is open.
    pub fn drain(&self) {
        self.0.advance(Stage::Draining);
    }

    /// Has the server end at once, whatever is open.
    pub fn abort(&self) {
        self.0.advance(Stage::Aborting);
    }
}

/// Ends the connections of a server whose future is dropped: nobody would end them any more.
pub(super) struct AbortOnDrop(pub(super) Arc<Stages>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.advance(Stage::Aborting);
    }
}
