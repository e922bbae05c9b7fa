//! Sessions: what an application remembers of a browser from one request to the next.
//!
//! [`Configurator::set_session_factory`](crate::Configurator::set_session_factory) says how they are kept:
//! [in a signed cookie](SignedCookieSessionFactory), or by a [`SessionFactory`] of your own.
//! [`Request::session`](crate::Request::session) then gives the [`Session`] of a request: a coroutine, as a store may be that of
//! another server; direct on a [`SyncRequest`](crate::SyncRequest). Source: Pyramid's sessions, and `pyramid.session`.
//!
//! ```
//! use pyramidion::prelude::*;
//! use pyramidion::security::SessionError;
//! use pyramidion::security::session::SignedCookieSessionFactory;
//! use pyramidion::testing::TestApp;
//!
//! #[view(path = "/save")]
//! async fn save(request: &Request) -> Result<HttpSeeOther, SessionError> {
//!     request.session().await?.flash("Saved.")?;
//!     Ok(HttpSeeOther::new("/"))
//! }
//!
//! #[view(path = "/", renderer = "json")]
//! fn home(request: SyncRequest<'_>) -> Result<Vec<String>, SessionError> {
//!     request.session()?.pop_flash("")
//! }
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let sessions = SignedCookieSessionFactory::new("a secret of sixty-four random bytes");
//! let app = TestApp::new(|config| config.set_session_factory(sessions).add_view(save {}).add_view(home {}));
//! let saved = app.get("/save").await;
//! let cookie = saved.header("set-cookie").unwrap().split(['=', ';']).nth(1).unwrap().to_owned();
//!
//! let home = app.request(Method::GET, "/").cookie("session", &cookie).await;
//! assert_eq!(home.json::<Vec<String>>(), ["Saved."]);
//! # }
//! ```
//!
//! With a session factory, the token against forged requests is kept [in the session](super::csrf::SessionCsrfStoragePolicy), unless
//! the application says otherwise; and [`SessionPolicy`](super::SessionPolicy) knows users by it.
//!
//! # Where this departs from Pyramid
//!
//! - A value is read as a type: `get::<u32>("count")` fails if it is a text. What it is in JSON is told by
//!   [`get_value`](Session::get_value).
//! - A value that was got is a copy; to change it, [`insert`](Session::insert) it again.
//! - A session is saved after all response callbacks, whenever it was first changed, and its cookie stands last.
//! - [`changed`](Session::changed) counts as an access, if there was none before.
//! - Keys are in the order of the alphabet, in the cookie too.
//! - Cookies are `HttpOnly`, and `Secure` over `https`, unless told otherwise.

mod factory;
mod flash;
mod handle;
mod request;
mod signed_cookie;
#[cfg(test)]
mod tests;

pub(crate) use factory::{AnySessionFactory, OpenedSession};
pub use factory::{SessionFactory, SessionToSave};
pub use flash::Flash;
pub(crate) use handle::CSRF_KEY;
pub use handle::Session;
#[cfg(test)]
pub(crate) use handle::Source;
pub use signed_cookie::SignedCookieSessionFactory;
