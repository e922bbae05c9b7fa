//! Requests that another site makes a browser send: cross-site request forgery, and how it is told from what the own pages
//! send.
//!
//! A request that changes something has to show a token that only pages of this site can know: in the header `X-CSRF-Token`,
//! or in the field `csrf_token` of a form; never in the query, which ends up in logs and in `Referer`. A page gets it from
//! [`Request::csrf_token`](crate::Request::csrf_token). Over `https` the request has also to come from a page of this site, by
//! its `Origin` or `Referer`. What fails is a 400: [`BadCsrfToken`] or [`BadCsrfOrigin`], for which there can be exception views,
//! as for [`HttpBadRequest`](crate::httpexceptions::HttpBadRequest).
//!
//! [`Configurator::set_default_csrf_options`](crate::Configurator::set_default_csrf_options) turns this on for all views, a
//! view's `require_csrf` for one. Requests whose method changes nothing are not looked at, and exception views only if they
//! say so themselves. Source: Pyramid's `pyramid.csrf`.
//!
//! ```
//! use pyramidion::prelude::*;
//! use pyramidion::security::SecurityError;
//! use pyramidion::security::csrf::CsrfOptions;
//! use pyramidion::testing::TestApp;
//!
//! #[view(path = "/post", request_method = "GET")]
//! async fn form(request: &Request) -> Result<Html<String>, SecurityError> {
//!     let token = request.csrf_token().await?;
//!     Ok(Html(format!(r#"<form method="post"><input type="hidden" name="csrf_token" value="{token}"></form>"#)))
//! }
//!
//! #[view(path = "/post", request_method = "POST")]
//! async fn post() -> &'static str {
//!     "posted"
//! }
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let app = TestApp::new(|config| {
//!     config.set_default_csrf_options(CsrfOptions::new()).add_view(form {}).add_view(post {})
//! });
//! assert_eq!(app.post("/post").await.status(), 400);
//!
//! let page = app.get("/post").await;
//! let token = page.header("set-cookie").unwrap().split(['=', ';']).nth(1).unwrap().to_owned();
//! assert!(page.text().contains(&token));
//! let posted = app.post("/post").cookie("csrf_token", &token).form(&[("csrf_token", &token)]).await;
//! assert_eq!(posted.text(), "posted");
//! # }
//! ```
//!
//! # Where this departs from Pyramid
//!
//! - An application that has no session factory keeps the token [in a cookie](CookieCsrfStoragePolicy), unless you set another
//!   [storage policy](CsrfStoragePolicy). With one it is [in the session](SessionCsrfStoragePolicy), which is Pyramid's default.
//! - A server that does not tell the scheme of its requests, as behind a proxy that takes TLS off, says
//!   [`CheckOrigin::Always`]: Pyramid asks the WSGI server.
//! - The port 443 in an origin is as good as none.

mod check;
mod cookie_storage;
mod error;
mod options;
mod origin;
mod request;
mod session_storage;
mod storage;
#[cfg(test)]
mod tests;

pub(crate) use check::Csrf;
pub use cookie_storage::CookieCsrfStoragePolicy;
pub use error::{BadCsrfOrigin, BadCsrfToken, CsrfError};
pub use options::{CheckOrigin, CsrfOptions};
#[cfg(test)]
pub(super) use origin::check as check_origin;
pub use session_storage::SessionCsrfStoragePolicy;
pub use storage::CsrfStoragePolicy;
