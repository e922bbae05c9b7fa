use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, SystemTime};

use axum::extract::ConnectInfo;
use bytes::Bytes;
use serde::Deserialize;

use crate::request::Request;
use crate::security::*;

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Vector {
    Ticket(TicketVector),
    Remember(RememberVector),
    Identify(IdentifyVector),
}

#[derive(Deserialize)]
struct TicketVector {
    secret: String,
    userid: String,
    ip: IpAddr,
    tokens: Vec<String>,
    user_data: String,
    time: u64,
    hash: String,
    ticket: String,
}

#[derive(Deserialize)]
struct RememberVector {
    secret: String,
    options: Options,
    host: String,
    ip: IpAddr,
    userid: GivenUserId,
    tokens: Vec<String>,
    max_age: Option<u64>,
    now: u64,
    headers: Vec<String>,
    forget: Vec<String>,
}

#[derive(Deserialize)]
struct IdentifyVector {
    how: String,
    secret: String,
    options: Options,
    cookie: String,
    ip: IpAddr,
    now: f64,
    identity: Option<Identity>,
}

#[derive(Deserialize)]
struct Identity {
    timestamp: u64,
    userid: GivenUserId,
    tokens: Vec<String>,
    user_data: String,
    reissue: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum GivenUserId {
    Str(String),
    Int(String),
    /// In hexadecimal digits.
    Bytes(String),
}

#[derive(Deserialize)]
struct Options {
    secure: bool,
    http_only: bool,
    wild_domain: bool,
    parent_domain: bool,
    domain: Option<String>,
    path: String,
    max_age: Option<u64>,
    samesite: Option<String>,
    cookie_name: String,
    include_ip: bool,
    hashalg: String,
    timeout: Option<u64>,
    reissue_time: Option<u64>,
}

impl Options {
    fn apply(&self, secret: &str) -> AuthTkt {
        let samesite = self.samesite.as_deref().map(|name| match name {
            "Lax" => SameSite::Lax,
            "Strict" => SameSite::Strict,
            _ => SameSite::None,
        });
        let auth = AuthTkt::new(secret)
            .secure(if self.secure { Secure::Always } else { Secure::Never })
            .http_only(self.http_only)
            .wild_domain(self.wild_domain)
            .parent_domain(self.parent_domain)
            .path(&*self.path)
            .samesite(samesite)
            .cookie_name(&self.cookie_name)
            .include_ip(self.include_ip)
            .hash(self.hashalg.parse().unwrap());
        let auth = with(auth, self.domain.clone(), AuthTkt::domain);
        let auth = with(auth, self.max_age.map(Duration::from_secs), AuthTkt::max_age);
        let auth = with(auth, self.timeout.map(Duration::from_secs), AuthTkt::timeout);
        with(auth, self.reissue_time.map(Duration::from_secs), AuthTkt::reissue_time)
    }
}

fn with<A, V>(auth: A, value: Option<V>, set: impl FnOnce(A, V) -> A) -> A {
    match value {
        Some(value) => set(auth, value),
        None => auth,
    }
}

impl From<GivenUserId> for UserId {
    fn from(given: GivenUserId) -> Self {
        let byte = |at: usize, hex: &str| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        match given {
            GivenUserId::Str(text) => text.into(),
            GivenUserId::Int(number) => number.parse::<i128>().unwrap().into(),
            GivenUserId::Bytes(hex) => (0..hex.len()).step_by(2).map(|at| byte(at, &hex)).collect::<Vec<_>>().into(),
        }
    }
}

fn request(headers: &[(&str, &str)], ip: IpAddr) -> Request {
    let sent = headers.iter().fold(http::Request::get("/"), |sent, (name, value)| sent.header(*name, *value));
    let mut request = Request::from_parts(sent.body(()).unwrap().into_parts().0, Bytes::new());
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from((ip, 49152))));
    request
}

#[test]
fn tickets_are_those_of_pyramid() {
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("../../../../tests/vectors/auth_tkt.json")).unwrap();
    assert!(vectors.len() >= 200);
    for vector in vectors {
        match vector {
            Vector::Ticket(vector) => check_ticket(vector),
            Vector::Remember(vector) => check_remember(vector),
            Vector::Identify(vector) => check_identify(vector),
        }
    }
}

fn check_ticket(vector: TicketVector) {
    let (tokens, user_data) = (vector.tokens.join(","), vector.user_data);
    let ticket = AuthTicket { ip: vector.ip, tokens, user_data, ..AuthTicket::new(vector.userid, vector.time) };
    let (secret, hash) = (vector.secret.as_str().into(), vector.hash.parse().unwrap());
    assert_eq!(ticket.cookie_value(&secret, hash), vector.ticket);
    assert_eq!(AuthTicket::parse(&vector.ticket, &secret, vector.ip, hash), Ok(ticket));
}

fn check_remember(vector: RememberVector) {
    let auth = vector.options.apply(&vector.secret);
    let request = request(&[("Host", &vector.host)], vector.ip);
    let options = with(RememberOptions::new(), vector.max_age.map(Duration::from_secs), RememberOptions::max_age);
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(vector.now);
    let remembered = auth.remember(&request, vector.userid, options.tokens(vector.tokens), now).unwrap();
    let texts = |headers: Vec<(_, http::HeaderValue)>| -> Vec<String> {
        headers.into_iter().map(|(_, value)| value.to_str().unwrap().to_owned()).collect()
    };
    assert_eq!(texts(remembered), vector.headers);
    assert_eq!(texts(auth.forget(&request)), vector.forget);
}

fn check_identify(vector: IdentifyVector) {
    let auth = vector.options.apply(&vector.secret);
    let request = request(&[("Cookie", &vector.cookie)], vector.ip);
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs_f64(vector.now);
    let expected = vector.identity.map(|identity| AuthTktIdentity {
        timestamp: identity.timestamp,
        userid: identity.userid.into(),
        tokens: identity.tokens,
        user_data: identity.user_data,
        reissue: identity.reissue,
    });
    assert_eq!(auth.identify(&request, now), expected, "{}: {}", vector.how, vector.cookie);
}
