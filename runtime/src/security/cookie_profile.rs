//! How cookies are set (RFC 6265, section 4.1).

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use cookie::SameSite;
use http::HeaderValue;

/// When browsers shall keep a cookie from plain `http`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Secure {
    /// If it is set in an answer to an `https` request: one whose target tells that scheme, as those of HTTP/2 do.
    #[default]
    Auto,
    /// Always: for applications behind a proxy that takes TLS off.
    Always,
    /// Never.
    Never,
}

/// When `WebOb` makes a deleted cookie expire.
const LONG_AGO: &str = "Wed, 31-Dec-97 23:59:59 GMT";

/// The end of the year 9999, beyond which a date has no four digits.
const LAST_DATE: Duration = Duration::from_secs(253_402_300_799);

/// What the cookies of one purpose have in common.
#[derive(Clone, Debug)]
pub(crate) struct CookieProfile {
    name: String,
    pub(crate) path: String,
    pub(crate) secure: Secure,
    pub(crate) http_only: bool,
    pub(crate) samesite: Option<SameSite>,
}

/// What differs from one cookie to the next.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Occasion<'a> {
    pub(crate) domain: Option<&'a str>,
    pub(crate) is_https: bool,
}

impl CookieProfile {
    /// # Panics
    ///
    /// As [`set_name`](Self::set_name).
    #[track_caller]
    pub(crate) fn new(name: &str) -> Self {
        let (path, secure, samesite) = ("/".to_owned(), Secure::default(), Some(SameSite::Lax));
        let mut profile = Self { name: String::new(), path, secure, http_only: true, samesite };
        profile.set_name(name);
        profile
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// # Panics
    ///
    /// If a cookie cannot have that name.
    #[track_caller]
    pub(crate) fn set_name(&mut self, name: &str) {
        let is_token = !name.is_empty() && name.bytes().all(is_token_byte) && !name.starts_with('$');
        assert!(
            is_token,
            "no cookie can have the name {name:?}\nhelp: take ASCII letters, digits and any of !#$%&'*+-.^_`|~, and no $ first"
        );
        name.clone_into(&mut self.name);
    }

    /// The `Set-Cookie` header that sets `value`.
    pub(crate) fn set(&self, value: &str, max_age: Option<Duration>, now: SystemTime, at: Occasion<'_>) -> HeaderValue {
        let age = max_age.map(|age| (age.as_secs(), expires(now, age)));
        self.header(value, age.as_ref().map(|(age, expires)| (*age, expires.as_str())), at)
    }

    /// The `Set-Cookie` header that deletes the cookie.
    pub(crate) fn delete(&self, at: Occasion<'_>) -> HeaderValue {
        self.header("", Some((0, LONG_AGO)), at)
    }

    /// The attributes are in `WebOb`'s order.
    fn header(&self, value: &str, age: Option<(u64, &str)>, at: Occasion<'_>) -> HeaderValue {
        let mut text = format!("{}={}", self.name, quoted(value));
        let mut attribute = |name: &str, value: &str| _ = write!(text, "; {name}={value}");
        if let Some(domain) = at.domain {
            attribute("Domain", &escaped(domain));
        }
        if let Some((age, _)) = age {
            attribute("Max-Age", &age.to_string());
        }
        attribute("Path", &escaped(&self.path));
        if let Some((_, expires)) = age {
            attribute("expires", expires);
        }
        text.push_str(if self.is_secure(at) { "; secure" } else { "" });
        text.push_str(if self.http_only { "; HttpOnly" } else { "" });
        if let Some(samesite) = self.samesite {
            _ = write!(text, "; SameSite={samesite}");
        }
        HeaderValue::try_from(text).expect("a cookie is visible ASCII once it is escaped")
    }

    /// Browsers ignore a cookie with `SameSite=None` that is not secure.
    fn is_secure(&self, at: Occasion<'_>) -> bool {
        let wanted = match self.secure {
            Secure::Auto => at.is_https,
            Secure::Always => true,
            Secure::Never => false,
        };
        wanted || self.samesite == Some(SameSite::None)
    }
}

/// The date as `WebOb` writes it, with the dashes of RFC 850, which every browser reads.
fn expires(now: SystemTime, age: Duration) -> String {
    let since_epoch = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let moment = since_epoch.saturating_add(age).min(LAST_DATE);
    let mut date = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + moment);
    for between in [7, 11] {
        date.replace_range(between..=between, "-");
    }
    date
}

/// The length of a value as it is sent.
pub(crate) fn quoted_len(value: &str) -> usize {
    quoted(value).len()
}

/// In quotes and escaped, if a cookie's value cannot be so.
fn quoted(value: &str) -> String {
    if value.bytes().all(is_value_byte) { value.to_owned() } else { format!("\"{}\"", escaped(value)) }
}

/// With octal escapes for what is neither a byte of a value nor a space: `\054` is a comma.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_value_byte(byte) || byte == b' ' {
            escaped.push(byte.into());
        } else {
            _ = write!(escaped, "\\{byte:03o}");
        }
    }
    escaped
}

/// `cookie-octet` of RFC 6265.
fn is_value_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !br#"",;\"#.contains(&byte)
}

/// `tchar` of RFC 9110, section 5.6.2.
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Occasion<'_> = Occasion { domain: None, is_https: false };

    #[test]
    fn secure_follows_the_scheme_unless_told() {
        let mut profile = CookieProfile::new("a");
        let mut seen = Vec::new();
        for secure in [Secure::Auto, Secure::Always, Secure::Never] {
            profile.secure = secure;
            for is_https in [false, true] {
                seen.push(profile.delete(Occasion { is_https, ..PLAIN }).to_str().unwrap().contains("; secure"));
            }
        }
        assert_eq!(seen, [false, true, true, true, false, false]);
        profile.samesite = Some(SameSite::None);
        assert_eq!(
            profile.set("x", None, SystemTime::UNIX_EPOCH, PLAIN),
            "a=x; Path=/; secure; HttpOnly; SameSite=None"
        );
    }

    #[test]
    fn no_text_escapes_its_attribute() {
        let mut profile = CookieProfile::new("a");
        profile.path = "/b;\r\nc".to_owned();
        let at = Occasion { domain: Some("x; Secure"), is_https: false };
        let header = profile.set("é,\n", None, SystemTime::UNIX_EPOCH, at);
        assert_eq!(
            header,
            r#"a="\303\251\054\012"; Domain=x\073 Secure; Path=/b\073\015\012c; HttpOnly; SameSite=Lax"#
        );
    }

    #[test]
    fn dates_end_with_the_year_9999() {
        let header = CookieProfile::new("a").set("x", Some(Duration::MAX), SystemTime::now(), PLAIN);
        assert!(header.to_str().unwrap().contains("; expires=Fri, 31-Dec-9999 23:59:59 GMT;"), "{header:?}");
    }

    #[test]
    fn names_that_no_cookie_can_have_are_refused() {
        for name in ["", "a b", "a=b", "$a", "é", "a;"] {
            assert!(std::panic::catch_unwind(|| CookieProfile::new(name)).is_err(), "{name}");
        }
    }
}
