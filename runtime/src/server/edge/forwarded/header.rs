//! The hops in `Forwarded` (RFC 7239, section 4), the nearest first.

use http::HeaderMap;
use http::header::FORWARDED;

use super::element::read;
use super::{Hop, Malformed};

pub(super) fn hops(headers: &HeaderMap) -> impl Iterator<Item = Result<Hop, Malformed>> {
    let values: Vec<&[u8]> = headers.get_all(FORWARDED).iter().map(http::HeaderValue::as_bytes).collect();
    values.into_iter().rev().flat_map(FromRight::new).map(read)
}

/// Cuts a list at its commas, from the right, since what stands on the left may be a client's: quotes that it opens and does not
/// close must not swallow what proxies have added. Empty elements are passed over (RFC 9110, section 5.6.1).
struct FromRight<'a> {
    rest: Option<&'a [u8]>,
}

impl<'a> FromRight<'a> {
    fn new(list: &'a [u8]) -> Self {
        Self { rest: Some(list) }
    }
}

impl<'a> Iterator for FromRight<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        loop {
            let list = self.rest?;
            let comma = last_comma(list);
            self.rest = comma.map(|at| &list[..at]);
            let element = comma.map_or(list, |at| &list[at + 1..]).trim_ascii();
            if !element.is_empty() {
                return Some(element);
            }
        }
    }
}

/// The last comma that stands outside of quotes. If the quotes do not add up, all that is left is one element, a malformed one.
fn last_comma(list: &[u8]) -> Option<usize> {
    let mut is_quoted = false;
    for at in (0..list.len()).rev() {
        match list[at] {
            b'"' if is_quoted && is_escaped(list, at) => {}
            b'"' => is_quoted = !is_quoted,
            b',' if !is_quoted => return Some(at),
            _ => {}
        }
    }
    None
}

fn is_escaped(list: &[u8], at: usize) -> bool {
    list[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn elements(list: &str) -> Vec<&str> {
        FromRight::new(list.as_bytes()).map(|element| str::from_utf8(element).unwrap()).collect()
    }

    #[test]
    fn lists_are_cut_from_the_right_outside_of_quotes() {
        assert_eq!(elements("for=a, for=b,for=c"), ["for=c", "for=b", "for=a"]);
        assert_eq!(elements(r#"for="a,b", for=c"#), ["for=c", r#"for="a,b""#]);
        assert_eq!(elements(r#"for="a\",b\\", for=c"#), ["for=c", r#"for="a\",b\\""#]);
        assert_eq!(elements(", ,for=a,,"), ["for=a"]);
        assert_eq!(elements(""), [""; 0]);
    }

    #[test]
    fn quotes_that_a_client_leaves_open_swallow_nothing_on_the_right() {
        for garbage in [r#"for=""#, r#"for="x\"#, r#"for="a;b, ""#, r#"""""#] {
            let list = format!(r#"{garbage}, for="[2001:db8::1]:80", for=192.0.2.1"#);
            assert_eq!(elements(&list)[..2], ["for=192.0.2.1", r#"for="[2001:db8::1]:80""#], "{list}");
        }
    }
}
