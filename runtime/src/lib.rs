//! pyramidion.

pub mod executor;
pub mod httpexceptions;
pub mod request;
pub mod testing;
pub mod websocket;
