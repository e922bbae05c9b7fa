//! Who sends a request: tickets in cookies, Basic credentials, signed texts, and the principals that follow from a user.
//!
//! These are the parts that a security policy is made of. Each is given the request and the time, and gives back data or
//! headers; none of them keeps anything.
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
//! Cookies are interchangeable with Pyramid's: with the same secret, an application in Python and one in Rust accept each
//! other's.
//!
//! # Where this departs from Pyramid
//!
//! - **Cookies are `HttpOnly`** unless [told otherwise](AuthTkt::http_only): a script has no use for a ticket, except to steal it.
//! - **Cookies are `Secure` when the request came by `https`** ([`Secure::Auto`]), where Pyramid asks for a setting. Behind
//!   a proxy that takes TLS off, or on a listener of your own whose requests do not tell their scheme, say
//!   [`Secure::Always`].
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
mod session_cookie;
mod signed;
mod site;
mod ticket;
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
pub(crate) use policy::{AnyPolicy, principals};
pub use policies::{AuthTktPolicy, BasicAuthPolicy, RemoteUserPolicy};
pub use policy::{Identity, SecurityPolicy};
pub use remote_user::RemoteUser;
pub use secret::Secret;
pub use session_cookie::{SessionCookie, SessionError, StoredSession};
pub use signed::{SignatureError, SignedSerializer};
pub use ticket::{AuthTicket, BadTicket};
pub use user_callback::UserCallback;
pub use user_id::UserId;
