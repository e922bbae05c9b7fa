use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use bytes::Bytes;
use proptest::prelude::*;

use super::*;
use crate::request::Client;
use crate::security::Secure;

fn request(target: &str, headers: &[(&str, &str)]) -> Request {
    let sent = headers.iter().fold(http::Request::get(target), |sent, (name, value)| sent.header(*name, *value));
    Request::from_parts(sent.body(()).unwrap().into_parts().0, Bytes::new())
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn auth() -> AuthTkt {
    AuthTkt::new("secret").hash(HashAlgorithm::Md5)
}

/// The header that remembers ada at second 1000.
fn remembered(auth: &AuthTkt, request: &Request) -> String {
    let headers = auth.remember(request, "ada", RememberOptions::new(), at(1000)).unwrap();
    assert_eq!((headers.len(), &headers[0].0), (1, &SET_COOKIE));
    headers[0].1.to_str().unwrap().to_owned()
}

/// The request of a browser that has this cookie.
fn returning(set_cookie: &str) -> Request {
    request("/", &[("Cookie", set_cookie.split("; ").next().unwrap())])
}

#[test]
fn a_cookie_is_careful_unless_told() {
    let plain = remembered(&auth(), &request("/", &[("Host", "localhost:6543")]));
    assert!(plain.ends_with("; Domain=localhost; Path=/; HttpOnly; SameSite=Lax"), "{plain}");
    let tls = remembered(&auth(), &request("https://example.com/", &[]));
    assert!(tls.ends_with("; Domain=example.com; Path=/; secure; HttpOnly; SameSite=Lax"), "{tls}");
    let careless = auth().secure(Secure::Never).http_only(false).samesite(None).wild_domain(false);
    let careless = remembered(&careless, &request("https://example.com/", &[]));
    assert!(careless.ends_with("!userid_type:b64unicode; Path=/"), "{careless}");
}

#[test]
fn without_a_host_there_is_no_domain() {
    assert!(!remembered(&auth(), &request("/", &[])).contains("Domain"));
}

#[test]
fn a_ticket_ends_after_its_timeout() {
    let auth = auth().timeout(Duration::from_secs(10));
    let sent = returning(&remembered(&auth, &request("/", &[])));
    assert!(auth.identify(&sent, at(1010)).is_some());
    assert!(auth.identify(&sent, at(1010) + Duration::from_millis(1)).is_none());
    assert!(auth.identify(&sent, at(0)).is_some(), "the clock of the server that issued it may be ahead");
    assert!(auth.timeout(Duration::ZERO).identify(&sent, at(9_999_999)).is_some());
}

#[test]
fn a_reissued_ticket_has_the_tokens_and_a_new_time() {
    let auth = auth().reissue_time(Duration::from_secs(10)).max_age(Duration::from_secs(60));
    let options = RememberOptions::new().tokens(["editor", "a"]).max_age(Duration::from_secs(5));
    let first = auth.remember(&request("/", &[]), 7, options, at(1000)).unwrap();
    let sent = returning(first[0].1.to_str().unwrap());
    assert!(!auth.identify(&sent, at(1010)).unwrap().reissue);
    let identity = auth.identify(&sent, at(1011)).unwrap();
    assert!(identity.reissue);

    let second = auth.reissue(&sent, &identity, at(1011)).unwrap();
    let second = second[0].1.to_str().unwrap();
    assert!(second.contains("; Max-Age=60;"), "{second}");
    let renewed = auth.identify(&returning(second), at(1011)).unwrap();
    assert_eq!(renewed, AuthTktIdentity { timestamp: 1011, reissue: false, ..identity });
    assert_eq!((renewed.userid, renewed.tokens), (7.into(), vec!["editor".to_owned(), "a".to_owned()]));
}

#[test]
fn an_address_that_nobody_tells_is_an_error() {
    let auth = auth().include_ip(true);
    let mut request = request("/", &[]);
    let refused = auth.remember(&request, "ada", RememberOptions::new(), at(0));
    assert_eq!(refused, Err(RememberError::NoAddress));
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 80))));
    let sent = returning(&remembered(&auth, &request));
    assert!(auth.identify(&sent, at(1000)).is_none());
}

#[test]
fn the_client_is_the_one_that_the_server_tells() {
    let auth = auth().include_ip(true);
    let from = |address: [u8; 4]| {
        let mut request = request("/", &[("Host", "internal:8080")]);
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 80))));
        let client = Client::new(Some(address.into())).https(true).host("example.com".parse().unwrap());
        request.extensions_mut().insert(client);
        request
    };
    let cookie = remembered(&auth, &from([192, 0, 2, 1]));
    assert!(cookie.contains("; Domain=example.com; ") && cookie.contains("; secure"), "{cookie}");
    for (address, is_known) in [([192, 0, 2, 1], true), ([192, 0, 2, 2], false)] {
        let mut sent = returning(&cookie);
        *sent.extensions_mut() = from(address).extensions().clone();
        assert_eq!(auth.identify(&sent, at(1000)).is_some(), is_known);
    }
}

#[test]
fn what_cannot_be_remembered_is_told() {
    let remember = |userid: &str, token: &str| {
        auth().remember(&request("/", &[]), userid, RememberOptions::new().tokens([token]), at(0)).map(|_| ())
    };
    assert_eq!(remember("ada", "A9+_-"), Ok(()));
    for token in ["", "9", "a b", "a\n", "é", "a,b", "a!"] {
        assert_eq!(remember("ada", token), Err(RememberError::Token(token.to_owned())));
    }
    assert!(matches!(remember(&"x".repeat(4000), "a"), Err(RememberError::TooLong { length: 5000.. })));
}

#[test]
fn nothing_shows_the_secret() {
    assert!(!format!("{:?}", AuthTkt::new("seekrit")).contains("seekrit"));
}

fn userids() -> impl Strategy<Value = UserId> {
    prop_oneof![
        "\\PC{0,200}".prop_map(UserId::from),
        any::<i128>().prop_map(UserId::from),
        prop::collection::vec(any::<u8>(), 0..200).prop_map(UserId::from),
    ]
}

proptest! {
    #[test]
    fn who_is_remembered_is_identified(userid in userids(), tokens in prop::collection::vec("[A-Za-z][A-Za-z0-9+_-]{0,9}", 0..5), now in any::<u32>()) {
        let options = RememberOptions::new().tokens(tokens.clone());
        let headers = auth().remember(&request("/", &[]), userid.clone(), options, at(now.into())).unwrap();
        let identity = auth().identify(&returning(headers[0].1.to_str().unwrap()), at(now.into())).unwrap();
        prop_assert_eq!((identity.userid, identity.tokens, identity.timestamp), (userid, tokens, now.into()));
    }

    #[test]
    fn no_other_cookie_identifies(value in "[!-~]*", at_byte in any::<prop::sample::Index>(), other in "[a-z0-9!]") {
        let guessed = request("/", &[("Cookie", &format!("auth_tkt={value}"))]);
        prop_assert!(auth().identify(&guessed, at(1000)).is_none());
        let genuine = remembered(&auth(), &request("/", &[]));
        let mut value = genuine.split("; ").next().unwrap().to_owned();
        let start = "auth_tkt=".len();
        let place = start + at_byte.index(value.len() - start);
        value.replace_range(place..=place, &other);
        let found = auth().identify(&returning(&value), at(1000));
        prop_assert_eq!(found.is_some(), genuine.starts_with(&format!("{value};")));
    }
}
