//! A cookie or an `Authorization` header of any bytes is read without a panic, and nobody is identified by a guess.
//! A userid of any bytes is remembered.

#![no_main]

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderName, HeaderValue};
use libfuzzer_sys::fuzz_target;
use pyramidion::Request;
use pyramidion::security::{AuthTkt, HashAlgorithm, RememberOptions, UserId, extract_http_basic_credentials};

fuzz_target!(|input: &[u8]| {
    let auth = AuthTkt::new("not the secret of any vector").hash(HashAlgorithm::Md5);
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    for guess in [input, &[b"auth_tkt=", input].concat()] {
        assert_eq!(request(COOKIE, guess).and_then(|request| auth.identify(&request, now)), None);
    }
    for credentials in [input, &[b"Basic ", input].concat()] {
        let _ = request(AUTHORIZATION, credentials).as_ref().and_then(extract_http_basic_credentials);
    }

    let userid = std::str::from_utf8(input).map_or_else(|_| UserId::from(input), UserId::from);
    let Some(request_of_login) = request(COOKIE, b"a=b") else { return };
    let Ok(headers) = auth.remember(&request_of_login, userid.clone(), RememberOptions::new(), now) else { return };
    let sent = headers[0].1.as_bytes();
    let cookie = &sent[..sent.iter().position(|byte| *byte == b';').unwrap_or(sent.len())];
    let identity = request(COOKIE, cookie).and_then(|request| auth.identify(&request, now));
    assert_eq!(identity.map(|identity| identity.userid), Some(userid));
});

/// A request with that header, if a header can have these bytes.
fn request(name: HeaderName, value: &[u8]) -> Option<Request> {
    let (mut parts, ()) = http::Request::new(()).into_parts();
    parts.headers.insert(name, HeaderValue::from_bytes(value).ok()?);
    Some(Request::from_parts(parts, Bytes::new()))
}
