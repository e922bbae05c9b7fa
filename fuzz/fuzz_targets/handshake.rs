//! Any request for a websocket is answered; one that is accepted fulfils each condition of RFC 6455, section 4.2.1, or RFC 8441.
//!
//! The input is written as a request is: `GET 1.1` or `CONNECT 2 websocket`, then a header a line.

#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{
    CONNECTION, HOST, HeaderName, HeaderValue, ORIGIN, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS,
    SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::request::Parts;
use http::{HeaderMap, Method, Version};
use hyper::ext::Protocol;
use libfuzzer_sys::fuzz_target;
use pyramidion::axum::response::Response;
use pyramidion::websocket::{Handshake, WebsocketOptions};
use sha1::{Digest as _, Sha1};
use tokio::runtime::{Builder, Runtime};

const SUBPROTOCOLS: &[&str] = &["v2.chat", "v1.chat"];
const FRIEND: &str = "https://friend.example";

thread_local! {
    static RUNTIME: Runtime = Builder::new_current_thread().build().expect("it needs nothing");
}

fuzz_target!(|input: &[u8]| {
    let Some(mut parts) = request(input) else { return };
    parts.extensions.insert(hyper::upgrade::on(http::Request::new(())));
    let options = WebsocketOptions { subprotocols: SUBPROTOCOLS, origins: Some(&[FRIEND]), ..Default::default() };
    let response = RUNTIME.with(|runtime| {
        runtime.block_on(async {
            let handshake = Handshake::accept(&mut parts);
            let respond = |handshake: Handshake| handshake.respond("view", options, async |_| ());
            let response = handshake.map_or_else(|refusal| refusal, respond);
            tokio::task::yield_now().await;
            response
        })
    });
    assert!(response.headers().values().all(|value| value.to_str().is_ok()));
    match response.status().as_u16() {
        101 => check_http_1(&parts, &response),
        200 => check_http_2(&parts, &response),
        400 | 403 => {}
        426 => assert_eq!(response.headers()[SEC_WEBSOCKET_VERSION], "13"),
        other => panic!("{other} is not the client's fault"),
    }
});

fn request(input: &[u8]) -> Option<Parts> {
    let mut lines = input.split(|byte| *byte == b'\n');
    let mut first = std::str::from_utf8(lines.next()?).ok()?.split(' ');
    let request = http::Request::builder().method(first.next()?).version(match first.next()? {
        "1.0" => Version::HTTP_10,
        "1.1" => Version::HTTP_11,
        _ => Version::HTTP_2,
    });
    let mut request = request.uri("https://example.com/chat").body(()).ok()?;
    if first.next() == Some("websocket") {
        request.extensions_mut().insert(Protocol::from_static("websocket"));
    }
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let (name, value) = (HeaderName::from_bytes(&line[..colon]), line[colon + 1..].trim_ascii());
        request.headers_mut().append(name.ok()?, HeaderValue::from_bytes(value).ok()?);
    }
    Some(request.into_parts().0)
}

fn check_http_1(parts: &Parts, response: &Response) {
    let headers = &parts.headers;
    assert_eq!((&parts.method, parts.version), (&Method::GET, Version::HTTP_11));
    assert!(headers.contains_key(HOST));
    assert!(has(headers, UPGRADE, "websocket") && has(headers, CONNECTION, "upgrade"));
    let key = only(headers, SEC_WEBSOCKET_KEY);
    assert!(key.len() == 24 && key.ends_with(b"=="), "16 bytes in base64");
    let accept = Sha1::new().chain_update(key).chain_update("258EAFA5-E914-47DA-95CA-C5AB0DC85B11").finalize();
    assert_eq!(response.headers()[SEC_WEBSOCKET_ACCEPT], STANDARD.encode(accept));
    assert!(has(response.headers(), UPGRADE, "websocket") && has(response.headers(), CONNECTION, "upgrade"));
    check_both(headers, response.headers());
}

fn check_http_2(parts: &Parts, response: &Response) {
    assert_eq!(parts.method, Method::CONNECT);
    assert!(parts.extensions.get::<Protocol>().is_some());
    for name in [SEC_WEBSOCKET_ACCEPT, UPGRADE, CONNECTION] {
        assert!(!response.headers().contains_key(name));
    }
    check_both(&parts.headers, response.headers());
}

fn check_both(request: &HeaderMap, response: &HeaderMap) {
    assert_eq!(only(request, SEC_WEBSOCKET_VERSION), b"13");
    assert!(!response.contains_key(SEC_WEBSOCKET_EXTENSIONS));
    if response.contains_key(SEC_WEBSOCKET_PROTOCOL) {
        let agreed = std::str::from_utf8(only(response, SEC_WEBSOCKET_PROTOCOL)).expect("it is one of ours");
        assert!(SUBPROTOCOLS.contains(&agreed) && has(request, SEC_WEBSOCKET_PROTOCOL, agreed));
    }
    if request.contains_key(ORIGIN) {
        let origin = String::from_utf8_lossy(only(request, ORIGIN)).to_ascii_lowercase();
        let own = request.get(HOST).map_or(&b"example.com"[..], HeaderValue::as_bytes);
        let own = [own, b"example.com"].map(|host| String::from_utf8_lossy(host).to_ascii_lowercase());
        let (_, theirs) = origin.split_once("://").expect("an origin has a scheme");
        assert!(origin == FRIEND || own.iter().any(|own| host(own) == host(theirs)), "{origin} is foreign");
    }
}

/// Without a user and a port.
fn host(authority: &str) -> &str {
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let port = authority.rfind(':').filter(|colon| !authority[*colon..].contains(']'));
    port.map_or(authority, |colon| &authority[..colon])
}

fn only(headers: &HeaderMap, name: HeaderName) -> &[u8] {
    assert_eq!(headers.get_all(&name).iter().count(), 1, "{name}");
    headers[&name].as_bytes()
}

/// Whether a list has the item.
fn has(headers: &HeaderMap, name: HeaderName, item: &str) -> bool {
    let lists = headers.get_all(name).iter().map(|list| String::from_utf8_lossy(list.as_bytes()).to_ascii_lowercase());
    lists.into_iter().any(|list| list.split(',').any(|found| found.trim() == item))
}
