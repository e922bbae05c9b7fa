//! Tools to test applications with: requests for views, an application without a socket, a server, websocket clients.
//!
//! A view is a function, so a unit test can call it directly. [`TestRequest`] makes the [`Request`](crate::Request) that a
//! view may want; [`TestApp`] runs an application's whole life of a request without a socket; [`TestServer`] serves it on a
//! free port of the loopback interface until it is dropped.

mod application;
mod request;
mod security_policy;
mod server;
mod session;
pub mod websocket;

pub use application::{TestApp, TestCall, TestResponse};
pub use request::TestRequest;
pub use security_policy::DummySecurityPolicy;
pub use server::TestServer;
pub use session::DummySession;
pub use websocket::WebsocketClient;
