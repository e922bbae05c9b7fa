//! The server: listeners, protocols, limits, and how it ends.

pub(crate) mod edge;
