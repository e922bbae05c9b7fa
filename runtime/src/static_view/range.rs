//! Which requests for a range are taken as such: RFC 9110, sections 13.1.5 and 14.2.

use http::header::{ETAG, HeaderMap, IF_RANGE, LAST_MODIFIED, RANGE};
use http::{HeaderValue, Method};

/// Whether a request may get a part of a file: ranges are for GET, and in bytes.
pub(super) fn is_for_a_range(method: &Method, headers: &HeaderMap) -> bool {
    let unit = headers.get(RANGE).and_then(|range| range.to_str().ok()).and_then(|range| range.split_once('='));
    *method == Method::GET && unit.is_some_and(|(unit, _)| unit.trim().eq_ignore_ascii_case("bytes"))
}

/// Whether the file is still what the client has a part of, so that another part fits it.
pub(super) fn fits_its_other_parts(request: &HeaderMap, response: &HeaderMap) -> bool {
    let Some(if_range) = request.get(IF_RANGE) else { return true };
    let is_own = |own: Option<&HeaderValue>| own.is_some_and(|own| own == if_range);
    // A weak tag does not vouch for each byte. Dates are compared as they are written: a client repeats what it was sent.
    !if_range.as_bytes().starts_with(b"W/") && (is_own(response.get(ETAG)) || is_own(response.get(LAST_MODIFIED)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers<const N: usize>(pairs: [(http::HeaderName, &'static str); N]) -> HeaderMap {
        pairs.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_range_is_of_bytes_and_for_get() {
        let is_for_a_range = |method, range| is_for_a_range(&method, &headers([(RANGE, range)]));
        assert!(is_for_a_range(Method::GET, "bytes=0-1"));
        assert!(is_for_a_range(Method::GET, "Bytes=-5"));
        assert!(!is_for_a_range(Method::HEAD, "bytes=0-1"));
        assert!(!is_for_a_range(Method::GET, "lines=0-1"));
        assert!(!is_for_a_range(Method::GET, "bytes"));
    }

    #[test]
    fn parts_of_another_version_do_not_fit() {
        let response = headers([(ETAG, "\"1\""), (LAST_MODIFIED, "Sun, 06 Nov 1994 08:49:37 GMT")]);
        let fits = |if_range| fits_its_other_parts(&headers([(IF_RANGE, if_range)]), &response);
        assert!(fits("\"1\""));
        assert!(fits("Sun, 06 Nov 1994 08:49:37 GMT"));
        assert!(!fits("\"2\""));
        assert!(!fits("W/\"1\""));
        assert!(!fits("Sun, 06 Nov 1994 08:49:38 GMT"));
        assert!(fits_its_other_parts(&HeaderMap::new(), &response));
    }
}
