//! Views: what the macros record of them, how they are called, and how what they return becomes a response.

pub(crate) mod arguments;
pub(crate) mod call;
pub(crate) mod callable;
pub(crate) mod class;
pub(crate) mod decorator;
pub(crate) mod definition;
pub(crate) mod dispatch;
pub(crate) mod exception;
pub(crate) mod failure;
pub(crate) mod fallback;
pub(crate) mod http_cache;
pub(crate) mod mapper;
pub(crate) mod predicate;
pub(crate) mod probe;
pub(crate) mod registration;
pub(crate) mod respond;
pub(crate) mod slot;
pub(crate) mod step;
