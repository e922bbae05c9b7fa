//! Any headers that proxies or clients may send: who is not trusted is not believed, and nothing on the left of who is not trusted.
//!
//! The first line of the input is a list of trusted proxies, of which nothing is expected but that it is read; the others are headers,
//! each with the name's number (see `NAMES`) before it.

#![no_main]

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use http::header::{FORWARDED, HeaderName, HeaderValue};
use http::{HeaderMap, Request};
use libfuzzer_sys::fuzz_target;
use pyramidion::__private::fuzzing::forwarded;
use pyramidion::request::Client;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

static NAMES: [HeaderName; 6] = [
    FORWARDED,
    X_FORWARDED_FOR,
    HeaderName::from_static("x-forwarded-proto"),
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-forwarded-port"),
    HeaderName::from_static("x-real-ip"),
];

const TRUSTED: &str = "127.0.0.1, 10.0.0.0/8";
const PROXY: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const STRANGER: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));

fuzz_target!(|input: &[u8]| {
    let mut lines = input.split(|byte| *byte == b'\n');
    let trusted = String::from_utf8_lossy(lines.next().unwrap_or_default());
    let headers = headers(lines);
    for is_standard in [false, true] {
        for peer in [None, Some(PROXY), Some(STRANGER)] {
            let _ = ask(&trusted, is_standard, peer, &headers);
        }
        let (client, left) = ask(TRUSTED, is_standard, Some(STRANGER), &headers).expect("these are proxies");
        assert_eq!(client, Client::new(Some(STRANGER)));
        assert!(left.is_empty(), "{left:?}");

        let (client, left) = ask(TRUSTED, is_standard, Some(PROXY), &headers).expect("these are proxies");
        assert!(left.keys().all(|name| (*name == FORWARDED) == is_standard), "{left:?}");
        if let Some(host) = client.forwarded_host() {
            let port = host.as_str().strip_prefix(host.host()).expect("it has no user");
            let is_port = |port: &str| port.parse::<u16>().is_ok();
            assert!(!host.host().is_empty() && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port)));
        }
        check_border(is_standard, &headers);
    }
});

/// Adds what trusted proxies say of a stranger, and of each other: nothing that stands before it counts.
fn check_border(is_standard: bool, headers: &HeaderMap) {
    let (name, said) = match is_standard {
        true => (FORWARDED, "for=203.0.113.9;proto=http, for=\"10.0.0.2:80\""),
        false => (X_FORWARDED_FOR, "203.0.113.9, 10.0.0.2"),
    };
    let mut on_its_own = headers.clone();
    on_its_own.append(&name, HeaderValue::from_static(said));
    let mut in_one_line = headers.clone();
    let lines: Vec<_> = headers.get_all(&name).iter().map(HeaderValue::as_bytes).chain([said.as_bytes()]).collect();
    in_one_line.insert(&name, HeaderValue::from_bytes(&lines.join(&b", "[..])).expect("it was in headers"));
    for headers in [on_its_own, in_one_line] {
        let (client, _) = ask(TRUSTED, is_standard, Some(PROXY), &headers).expect("these are proxies");
        assert_eq!(client.address(), Some(STRANGER));
        if is_standard {
            assert_eq!(client, Client::new(Some(STRANGER)), "scheme and host are of the same hop");
        }
    }
}

fn headers<'a>(lines: impl Iterator<Item = &'a [u8]>) -> HeaderMap {
    let header = |line: &'a [u8]| {
        let (number, value) = line.split_first()?;
        let name = NAMES.get(usize::from(number.checked_sub(b'0')?))?;
        Some((name.clone(), HeaderValue::from_bytes(value).ok()?))
    };
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(header) {
        headers.append(name, value);
    }
    headers
}

/// Who is found to send the request, and the headers that are left; `None` if these are no proxies.
fn ask(trusted: &str, is_standard: bool, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<(Client, HeaderMap)> {
    let mut request = Request::new(());
    *request.headers_mut() = headers.clone();
    let peer = peer.map(|address| SocketAddr::new(address, 4711));
    forwarded(trusted, is_standard, peer, &mut request).then(|| {
        let client = request.extensions().get().cloned().expect("the policy says who it is");
        (client, std::mem::take(request.headers_mut()))
    })
}
