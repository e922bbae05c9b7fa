//! Tools to test applications with.

pub mod websocket;
