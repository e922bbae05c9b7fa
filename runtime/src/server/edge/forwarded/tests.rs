use std::net::SocketAddr;

use proptest::prelude::*;

use super::*;

const PROXY: Peer = Peer::Tcp(SocketAddr::new(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 4711));

fn policy(trusted: &str, family: Family) -> ForwardedPolicy {
    ForwardedPolicy { trusted: trusted.parse().unwrap(), family }
}

/// What comes of a request with these headers: address, `https` or not, host; and the headers that are left.
fn ask(policy: &ForwardedPolicy, peer: Peer, headers: &[(&str, &str)]) -> (String, bool, String, Vec<String>) {
    let mut request = Request::get("/").header("host", "internal");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(()).unwrap();
    policy.apply(&mut request, peer, false);
    let client = request.extensions().get::<Client>().unwrap();
    let address = client.address().map_or("hidden".to_owned(), |address| address.to_string());
    let host = client.forwarded_host().map_or(String::new(), ToString::to_string);
    let left = request.headers().keys().filter(|name| *name != "host").map(ToString::to_string).collect();
    (address, client.is_https(), host, left)
}

#[test]
fn nobody_is_believed_unless_told() {
    let headers = [("x-forwarded-for", "192.0.2.1"), ("forwarded", "for=192.0.2.1;proto=https")];
    let (address, is_https, host, left) = ask(&ForwardedPolicy::default(), PROXY, &headers);
    assert_eq!((address.as_str(), is_https, host.as_str(), left.len()), ("127.0.0.1", false, "", 2));
}

#[test]
fn who_is_not_trusted_says_nothing_and_leaves_nothing() {
    let headers = [
        ("x-forwarded-for", "192.0.2.1"),
        ("forwarded", "for=192.0.2.1"),
        ("x-real-ip", "192.0.2.1"),
        ("x-forwarded-proto", "https"),
        ("accept", "*/*"),
    ];
    for family in [Family::Forwarded, Family::XForwarded] {
        let answer = ask(&policy("10.0.0.0/8, unix", family), PROXY, &headers);
        assert_eq!(answer, ("127.0.0.1".into(), false, String::new(), vec!["accept".into()]));
    }
}

#[test]
fn the_other_family_is_taken_off_and_not_read() {
    let headers = [("x-forwarded-for", "192.0.2.1"), ("forwarded", "for=198.51.100.1;proto=https")];
    let x = ask(&policy("127.0.0.1", Family::XForwarded), PROXY, &headers);
    assert_eq!(x, ("192.0.2.1".into(), false, String::new(), vec!["x-forwarded-for".into()]));
    let standard = ask(&policy("127.0.0.1", Family::Forwarded), PROXY, &headers);
    assert_eq!(standard, ("198.51.100.1".into(), true, String::new(), vec!["forwarded".into()]));
}

#[test]
fn forwarded_is_walked_from_the_right_over_trusted_hops() {
    let policy = policy("127.0.0.1, 10.0.0.0/8", Family::Forwarded);
    for (lines, expected) in [
        (&["for=192.0.2.1"][..], ("192.0.2.1", false, "")),
        // the client's own claim stands on the left, and is not reached
        (&["for=203.0.113.9;proto=https;host=evil", "for=192.0.2.1;host=site"][..], ("192.0.2.1", false, "site")),
        (&["for=192.0.2.1;proto=https;host=site, for=10.0.0.2;proto=http;host=inner"], ("192.0.2.1", true, "site")),
        // what the outer proxy leaves out, the inner one has said
        (&["for=192.0.2.1, for=10.0.0.2;proto=https"], ("192.0.2.1", true, "")),
        (&["for=192.0.2.1, for=unknown"], ("hidden", false, "")),
        (&["for=192.0.2.1, for=_proxy;proto=https"], ("hidden", true, "")),
        (&["for=10.0.0.1, for=10.0.0.2"], ("10.0.0.1", false, "")),
        (&["proto=https"], ("127.0.0.1", true, "")),
        // malformed: ignored from that hop on
        (&["for=192.0.2.1, for=10.0.0.2:80"], ("127.0.0.1", false, "")),
        (&["for=oops;proto=https, for=10.0.0.2"], ("10.0.0.2", false, "")),
        // an open quote on the client's side hides nothing
        (&["for=\", for=192.0.2.1"], ("192.0.2.1", false, "")),
        (&["for=\"x", "for=192.0.2.1"], ("192.0.2.1", false, "")),
    ] {
        let headers: Vec<_> = lines.iter().map(|line| ("forwarded", *line)).collect();
        let (address, is_https, host, _) = ask(&policy, PROXY, &headers);
        assert_eq!((address.as_str(), is_https, host.as_str()), expected, "{lines:?}");
    }
}

#[test]
fn x_forwarded_for_is_walked_alike() {
    let policy = policy("127.0.0.1, 10.0.0.0/8, unix", Family::XForwarded);
    for (list, expected) in [
        ("203.0.113.9, 192.0.2.1", "192.0.2.1"),
        ("192.0.2.1, 10.0.0.2", "192.0.2.1"),
        ("2001:db8::1, 10.0.0.2:80", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("192.0.2.1, ::ffff:10.0.0.3", "192.0.2.1"),
        ("192.0.2.1, unix:", "192.0.2.1"),
        ("unix:", "hidden"),
        ("192.0.2.1, unknown", "hidden"),
        ("192.0.2.1, localhost, 10.0.0.2", "10.0.0.2"),
        ("192.0.2.1, ,", "192.0.2.1"),
        ("", "127.0.0.1"),
    ] {
        assert_eq!(ask(&policy, PROXY, &[("x-forwarded-for", list)]).0, expected, "{list}");
        let headers: Vec<_> = list.split(',').map(|one| ("x-forwarded-for", one)).collect();
        assert_eq!(ask(&policy, PROXY, &headers).0, expected, "{list}, a line each");
    }
    assert_eq!(ask(&policy, Peer::Unix, &[("x-forwarded-for", "192.0.2.1")]).0, "192.0.2.1");
    assert_eq!(ask(&policy, Peer::Unix, &[]).0, "hidden");
}

#[test]
fn scheme_host_and_port_are_those_that_the_nearest_proxy_wrote() {
    let policy = policy("127.0.0.1", Family::XForwarded);
    for (headers, expected) in [
        (&[("x-forwarded-proto", "https")][..], (true, "")),
        (&[("x-forwarded-proto", "https, http")], (false, "")),
        (&[("x-forwarded-proto", "WSS")], (true, "")),
        (&[("x-forwarded-proto", "gopher")], (false, "")),
        (&[("x-forwarded-host", "evil, site:8080")], (false, "site:8080")),
        (&[("x-forwarded-host", "user@site")], (false, "")),
        (&[("x-forwarded-host", "site"), ("x-forwarded-port", "8080")], (false, "site:8080")),
        (&[("x-forwarded-host", "site:81"), ("x-forwarded-port", "8080")], (false, "site:81")),
        (&[("x-forwarded-port", "8443"), ("x-forwarded-proto", "https")], (true, "internal:8443")),
        (&[("x-forwarded-port", "443"), ("x-forwarded-proto", "https")], (true, "internal")),
        (&[("x-forwarded-port", "lots")], (false, "")),
        (&[("x-forwarded-host", "[2001:db8::1]"), ("x-forwarded-port", "81")], (false, "[2001:db8::1]:81")),
    ] {
        let (_, is_https, host, _) = ask(&policy, PROXY, headers);
        assert_eq!((is_https, host.as_str()), expected, "{headers:?}");
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(
        values in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 1..4),
        syntax in prop::collection::vec("[a-f0-9for=;,:\"\\\\\\[\\]_. ]{0,60}", 1..4),
    ) {
        let all = values.into_iter().chain(syntax.into_iter().map(String::into_bytes));
        let all: Vec<_> = all.filter_map(|bytes| http::HeaderValue::from_bytes(&bytes).ok()).collect();
        for family in [Family::Forwarded, Family::XForwarded] {
            let mut request = Request::new(());
            for value in &all {
                for name in [FORWARDED, X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST, X_FORWARDED_PORT] {
                    request.headers_mut().append(name, value.clone());
                }
            }
            policy("0.0.0.0/0, ::/0, unix", family).apply(&mut request, PROXY, true);
            prop_assert!(request.extensions().get::<Client>().is_some());
        }
    }

    #[test]
    fn nothing_that_a_client_sends_moves_what_the_proxy_adds(claim in "[ -~]{0,60}") {
        for (family, name, added) in [
            (Family::Forwarded, "forwarded", "for=192.0.2.1"),
            (Family::XForwarded, "x-forwarded-for", "192.0.2.1"),
        ] {
            let list = format!("{claim}, {added}");
            prop_assert_eq!(ask(&policy("127.0.0.1", family), PROXY, &[(name, &list)]).0, "192.0.2.1");
        }
    }
}
