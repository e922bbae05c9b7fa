//! The `Cookie` header (RFC 6265, section 4.2), as Pyramid reads it.

use cookie::{Cookie, CookieJar};
use http::HeaderMap;
use http::header::COOKIE;

/// All cookies of a request. Pairs that are no cookies are skipped, as other sites' mistakes must not disturb this one.
pub(super) fn parse(headers: &HeaderMap) -> CookieJar {
    let mut jar = CookieJar::new();
    for line in headers.get_all(COOKIE) {
        let line = String::from_utf8_lossy(line.as_bytes());
        for mut cookie in Cookie::split_parse(line).flatten() {
            if let Some(plain) = unquote(cookie.value()) {
                cookie.set_value(plain);
            }
            jar.add_original(cookie.into_owned());
        }
    }
    jar
}

/// The text of a value in quotes, whose special characters are `\"`, `\\` or, in octal, `\054`. `None` if it is not so.
fn unquote(value: &str) -> Option<String> {
    let inside = value.strip_prefix('"')?.strip_suffix('"')?;
    let mut plain = Vec::with_capacity(inside.len());
    let mut rest = inside.as_bytes();
    loop {
        rest = match rest {
            [] => return String::from_utf8(plain).ok(),
            [b'\\', a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', rest @ ..] => {
                plain.push((a - b'0') << 6 | (b - b'0') << 3 | (c - b'0'));
                rest
            }
            [b'\\', escaped, rest @ ..] => {
                plain.push(*escaped);
                rest
            }
            [byte, rest @ ..] => {
                plain.push(*byte);
                rest
            }
        };
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn read(lines: &[&[u8]]) -> CookieJar {
        parse(&lines.iter().map(|line| (COOKIE, HeaderValue::from_bytes(line).unwrap())).collect())
    }

    #[test]
    fn cookies_come_from_all_lines() {
        let jar = read(&[b"a=1; b=x=y", b"c=3;a=2"]);
        let value = |name| jar.get(name).map(Cookie::value);
        assert_eq!((value("a"), value("b"), value("c"), value("d")), (Some("2"), Some("x=y"), Some("3"), None));
        assert_eq!(jar.delta().count(), 0, "what the client sent is no change to send back");
    }

    #[test]
    fn values_are_unquoted_but_not_percent_decoded() {
        for (sent, read_as) in [
            (r#"a="b\054c""#, "b,c"),
            (r#"a="\"\\""#, r#""\"#),
            (r#"a="caf\303\251""#, "café"),
            (r#"a="\377""#, r#""\377""#),
            (r#"a=""#, r#"""#),
            (r#"a="""#, ""),
            ("a=b%2Cc", "b%2Cc"),
        ] {
            assert_eq!(read(&[sent.as_bytes()]).get("a").unwrap().value(), read_as, "{sent}");
        }
    }

    #[test]
    fn what_is_no_cookie_is_skipped() {
        let jar = read(&[b"nonsense; =; a=1;;"]);
        assert_eq!(jar.iter().map(Cookie::name).collect::<Vec<_>>(), ["a"]);
    }

    #[test]
    fn a_cookie_that_is_not_utf8_leaves_the_others() {
        assert_eq!(read(&[b"odd=\xff; a=1"]).get("a").unwrap().value(), "1");
    }

    proptest! {
        #[test]
        fn any_line_is_read(line in "\\PC*") {
            if let Ok(line) = HeaderValue::from_str(&line) {
                let _ = parse(&[(COOKIE, line)].into_iter().collect());
            }
        }
    }
}
