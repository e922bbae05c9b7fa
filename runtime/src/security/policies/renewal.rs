//! Which cookies a response renews, decided while the request is answered.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderName, HeaderValue};

use crate::request::Request;

/// The cookies of one request, by their names. What is decided first stays decided, except that a renewal can be called off.
#[derive(Default)]
struct Renewals(Mutex<HashMap<String, Renewal>>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Renewal {
    Due,
    CalledOff,
}

/// Has the response set a cookie anew, at most once for each request. A request without an application has no response.
pub(super) fn renew<E>(
    request: &Request,
    cookie: &str,
    headers: impl FnOnce() -> Result<Vec<(HeaderName, HeaderValue)>, E>,
) -> Result<(), E> {
    let Some(renewals) = renewals(request) else { return Ok(()) };
    if renewals.get(cookie).is_some() {
        return Ok(());
    }
    let headers = headers()?;
    renewals.set(cookie, Renewal::Due);
    let cookie = cookie.to_owned();
    request.add_response_callback(move |response| {
        if renewals.get(&cookie) == Some(Renewal::Due) {
            for (name, value) in headers {
                response.headers_mut().append(name, value);
            }
        }
    });
    Ok(())
}

/// Leaves the cookie to somebody who remembers or forgets a user.
pub(super) fn call_off(request: &Request, cookie: &str) {
    if let Some(renewals) = renewals(request) {
        renewals.set(cookie, Renewal::CalledOff);
    }
}

fn renewals(request: &Request) -> Option<Arc<Renewals>> {
    Some(request.visit()?.kept())
}

impl Renewals {
    fn get(&self, cookie: &str) -> Option<Renewal> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(cookie).copied()
    }

    fn set(&self, cookie: &str, renewal: Renewal) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(cookie.to_owned(), renewal);
    }
}
