//! Who sends a request, what it may do, and whether it is forged.
//!
//! An application has a [`SecurityPolicy`], by
//! [`Configurator::set_security_policy`](crate::Configurator::set_security_policy). Four are ready to be used, each with a
//! [callback](UserCallback) by which the application says what it knows of a user:
//!
//! | policy | who a request is from |
//! |---|---|
//! | [`AuthTktPolicy`] | a user who was remembered in a signed cookie |
//! | [`BasicAuthPolicy`] | a user who sends name and password with each request |
//! | [`RemoteUserPolicy`] | the user whom a proxy or a layer has found out |
//! | [`SessionPolicy`] | a user who was remembered in the session |
//!
//! The module [`session`] is about what an application remembers of a browser, the module [`csrf`] about requests that another
//! site makes a browser send.
//!
//! # A policy of your own
//!
//! It is made of parts, the ready ones among them. Who is remembered by a ticket, in an application that keeps its users itself:
//!
//! ```
//! use pyramidion::prelude::*;
//! use pyramidion::security::{AuthTkt, AuthTktPolicy, Identity, SecurityError, SecurityPolicy, UserId};
//!
//! struct User {
//!     groups: Vec<String>,
//! }
//!
//! async fn load(userid: &UserId) -> Result<Option<User>, std::io::Error> {
//!     Ok((*userid == "ada").then(|| User { groups: vec!["group:editors".to_owned()] }))
//! }
//!
//! struct Policy {
//!     tickets: AuthTktPolicy,
//! }
//!
//! impl SecurityPolicy for Policy {
//!     async fn identity(&self, request: &Request) -> Result<Option<Identity>, SecurityError> {
//!         let Some(identity) = self.tickets.identity(request).await? else { return Ok(None) };
//!         let user = load(identity.userid()).await.map_err(SecurityError::new)?;
//!         Ok(user.map(|user| identity.with_groups(user.groups.clone()).with(user)))
//!     }
//!
//!     async fn remember(&self, request: &Request, userid: &UserId) -> Result<HeaderMap, SecurityError> {
//!         self.tickets.remember(request, userid).await
//!     }
//!
//!     async fn forget(&self, request: &Request) -> Result<HeaderMap, SecurityError> {
//!         self.tickets.forget(request).await
//!     }
//! }
//!
//! let tickets = AuthTktPolicy::new(AuthTkt::new("a secret of sixty-four random bytes"));
//! let config = Configurator::new().set_security_policy(Policy { tickets });
//! ```
//!
//! What it permits is left to the access control lists of the request's context, unless it has a `permits` of its own.
//!
//! # Parts
//!
//! Each is given the request and the time, and gives back data or headers; none of them keeps anything.
//!
//! | part | what it does |
//! |---|---|
//! | [`AuthTkt`] | remembers a user in a signed cookie, as Pyramid's `AuthTktCookieHelper` |
//! | [`AuthTicket`] | the ticket in that cookie |
//! | [`extract_http_basic_credentials`], [`BasicAuth`] | user and password of the `Authorization` header |
//! | [`RemoteUser`] | the user whom a proxy or a layer has found out |
//! | [`SignedSerializer`] | data as a text that nobody else can write |
//! | [`SessionCookie`] | the signed cookie of a session, as Pyramid's `SignedCookieSessionFactory` |
//! | [`effective_principals`] | user and groups as the [principals](crate::acl::Principal) of an ACL |
//!
//! Their cookies are interchangeable with Pyramid's: with the same secret, an application in Python and one in Rust accept each
//! other's.
//!
//! # Where this departs from Pyramid
//!
//! - **Cookies are `HttpOnly`** unless [told otherwise](AuthTkt::http_only): a script has no use for a ticket, except to steal it.
//! - **Cookies are `Secure` when the request came by `https`** ([`Secure::Auto`]), where Pyramid asks for a setting. Behind
//!   a proxy that takes TLS off and that the server does not trust, or on a listener of your own whose requests do not tell their
//!   scheme by a [`Client`](crate::request::Client), say [`Secure::Always`].
//! - **`SameSite=Lax`** is Pyramid's default too. `SameSite=None` makes a cookie `Secure`, as browsers demand; Pyramid
//!   fails at the first such cookie instead.
//! - **A ticket that is signed and makes no sense** is no ticket. Where its userid cannot be decoded, Pyramid fails with a 500.
//!   The time of a ticket has eight hexadecimal digits, with no sign, space or underscore.
//! - **A ticket without tokens has none**, and not an empty one.
//! - **Times and ages** are of type [`SystemTime`](std::time::SystemTime) and whole seconds.

mod auth_tkt;
mod base64;
mod basic;
mod callback;
mod cookie_options;
mod cookie_profile;
pub mod csrf;
mod error;
mod hash;
mod permits;
mod policies;
mod policy;
mod python_json;
mod remote_user;
mod secret;
pub mod session;
mod session_cookie;
mod session_error;
mod signed;
mod site;
mod ticket;
mod token;
mod user_callback;
mod user_id;
#[cfg(test)]
mod vectors;

pub use cookie::SameSite;

pub use auth_tkt::{AuthTkt, AuthTktIdentity, RememberError, RememberOptions};
pub use basic::{BasicAuth, HttpBasicCredentials, extract_http_basic_credentials};
pub use callback::{authenticated_userid, effective_principals};
pub use cookie_profile::Secure;
pub use error::SecurityError;
pub use hash::{HashAlgorithm, UnknownHash};
pub use permits::{Permits, permits_by_acl};
pub use policies::{AuthTktPolicy, BasicAuthPolicy, RemoteUserPolicy, SessionPolicy};
pub(crate) use policy::{AnyPolicy, principals};
pub use policy::{Identity, SecurityPolicy};
pub use remote_user::RemoteUser;
pub use secret::Secret;
pub use session_cookie::{SessionCookie, StoredSession};
pub use session_error::SessionError;
pub use signed::{SignatureError, SignedSerializer};
pub use ticket::{AuthTicket, BadTicket};
pub use user_callback::UserCallback;
pub use user_id::UserId;
