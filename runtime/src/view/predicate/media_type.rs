//! The media type of an `accept` predicate, and whether a client takes it.

use std::borrow::Cow;
use std::fmt;

use http::HeaderMap;
use http::header::ACCEPT;

use crate::httpexceptions::accept::{Accept, is_token, parameter, split_unquoted};

/// A concrete media type, maybe with parameters. Names are in lower case, so that equal ones are equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct MediaType {
    kind: String,
    subkind: String,
    parameters: Vec<(String, String)>,
}

impl MediaType {
    /// Reads `text/html` or `text/html;level=1`; an error says what is wrong and what to do.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let wrong = |help: &str| format!("`accept`: `{text}` is no media type\nhelp: {help}");
        let mut pieces = split_unquoted(text, ';').map(str::trim);
        let essence = pieces.next().and_then(|essence| essence.split_once('/'));
        let Some((kind, subkind)) = essence.filter(|(kind, subkind)| is_token(kind) && is_token(subkind)) else {
            return Err(wrong("write a type and a subtype, such as `text/html`"));
        };
        if kind == "*" || subkind == "*" {
            return Err(wrong("a view gives one type of media: name it, such as `text/html`"));
        }
        let mut parameters = Vec::new();
        for piece in pieces {
            let Some((name, value)) = parameter(piece).filter(|(name, _)| !name.eq_ignore_ascii_case("q")) else {
                return Err(wrong("a parameter is written `;name=value`; a weight `q` is the client's to give"));
            };
            parameters.push((name.to_ascii_lowercase(), value.into_owned()));
        }
        Ok(Self { kind: kind.to_ascii_lowercase(), subkind: subkind.to_ascii_lowercase(), parameters })
    }

    /// Where the server puts the type among those that the client likes as well: with parameters before without.
    pub(crate) fn preference(&self) -> (usize, bool) {
        const ORDER: [(&str, &str); 6] = [
            ("text", "html"),
            ("application", "xhtml+xml"),
            ("application", "xml"),
            ("text", "xml"),
            ("text", "plain"),
            ("application", "json"),
        ];
        let own = (self.kind.as_str(), self.subkind.as_str());
        let place = ORDER.iter().position(|known| *known == own).unwrap_or(ORDER.len());
        (place, self.parameters.is_empty())
    }

    /// How much the client likes the type, in thousandths; `None` if it does not take it.
    pub(crate) fn liking(&self, accept: &Accept<'_>) -> Option<u16> {
        accept.liking(&self.kind, &self.subkind, &self.parameters).map(|liking| liking.weight)
    }

    /// Whether the client takes the type.
    pub(crate) fn is_accepted(&self, headers: &HeaderMap) -> bool {
        let Some(header) = accept_header(headers) else { return true };
        let accept = Accept::parse(&header);
        accept.is_senseless() || self.liking(&accept).is_some()
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.subkind)?;
        for (name, value) in &self.parameters {
            let is_plain = is_token(value);
            write!(f, ";{name}=")?;
            if is_plain { f.write_str(value)? } else { write!(f, "{value:?}")? }
        }
        Ok(())
    }
}

/// The `Accept` header, whose lines are one list (RFC 9110, section 5.3).
pub(crate) fn accept_header(headers: &HeaderMap) -> Option<Cow<'_, str>> {
    let mut lines = headers.get_all(ACCEPT).iter().map(|line| String::from_utf8_lossy(line.as_bytes()));
    let first = lines.next()?;
    Some(lines.fold(first, |all, line| Cow::Owned(format!("{all}, {line}"))))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_known_by_its_meaning() {
        let one = MediaType::parse("Text/HTML; Level=\"1\"").unwrap();
        assert_eq!(one, MediaType::parse("text/html;level=1").unwrap());
        assert_eq!(one.to_string(), "text/html;level=1");
        assert_ne!(one, MediaType::parse("text/html").unwrap());
    }

    #[test]
    fn a_range_or_half_a_type_is_refused() {
        for (text, help) in [
            ("html", "write a type and a subtype, such as `text/html`"),
            ("text/*", "a view gives one type of media: name it, such as `text/html`"),
            ("*/*", "a view gives one type of media: name it, such as `text/html`"),
            ("text/html;q=1", "a parameter is written `;name=value`; a weight `q` is the client's to give"),
        ] {
            let error = MediaType::parse(text).unwrap_err();
            assert_eq!(error, format!("`accept`: `{text}` is no media type\nhelp: {help}"));
        }
    }

    #[test]
    fn lines_of_a_header_are_one_list() {
        let mut headers = HeaderMap::new();
        assert!(MediaType::parse("text/html").unwrap().is_accepted(&headers));
        headers.append(ACCEPT, "application/json".parse().unwrap());
        assert!(!MediaType::parse("text/html").unwrap().is_accepted(&headers));
        headers.append(ACCEPT, "text/*".parse().unwrap());
        assert!(MediaType::parse("text/html").unwrap().is_accepted(&headers));
    }
}
