//! Pyramid's HTTP exceptions as values: answers that a view returns as its error, or as its result.
//!
//! ```
//! use pyramidion::httpexceptions::{HttpException, HttpFound, HttpNotFound};
//!
//! fn rename(id: u32, users: &mut [String], name: &str) -> Result<HttpFound, HttpException> {
//!     let user = users.get_mut(id as usize).ok_or_else(|| HttpNotFound::new().detail("no such user"))?;
//!     *user = name.to_owned();
//!     Ok(HttpFound::new(format!("/users/{id}")))
//! }
//!
//! let error = rename(7, &mut [], "ada").unwrap_err();
//! assert_eq!(error.to_string(), "404 Not Found: no such user");
//! ```
//!
//! Each status has a type of its own, and every one of them turns [into](From) [`HttpException`], which is what `?` does.
//! The client gets the answer as html, json or plain text, whichever its `Accept` header prefers. Source: Pyramid's
//! `pyramid.httpexceptions`; the meaning of a status is RFC 9110, section 15, and RFC 6585.

pub(crate) mod accept;
mod exception;
mod negotiation;
mod statuses;

pub use exception::HttpException;
pub(crate) use negotiation::negotiate;
pub use statuses::*;
