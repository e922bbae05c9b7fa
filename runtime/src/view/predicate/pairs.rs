//! `name=value` and `Name:expression`, as Pyramid takes them apart.

use std::fmt;

use http::HeaderName;
use pyramidion_patterns::Expression;

/// A parameter, and the value that it should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) name: String,
    pub(super) value: Option<String>,
}

impl Pair {
    /// `a`, `a=1`, and `=a=1`, whose name is `=a`. Only what has a value is stripped.
    pub(super) fn of_param(text: &str) -> Self {
        let start = usize::from(text.starts_with('='));
        match text[start..].find('=') {
            Some(offset) => Self::new(&text[..start + offset], &text[start + offset + 1..]),
            None => Self { name: text.to_owned(), value: None },
        }
    }

    /// `name=value`; nothing without the `=`.
    pub(super) fn of_match(text: &str) -> Option<Self> {
        text.split_once('=').map(|(name, value)| Self::new(name, value))
    }

    fn new(name: &str, value: &str) -> Self {
        // The name after a leading `=` is stripped on its right alone, for the `=` is part of it.
        Self { name: name.trim().to_owned(), value: Some(value.trim().to_owned()) }
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "{}={value}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// `Name` or `Name:expression`, which is not stripped.
pub(super) fn header(text: &str) -> Result<(HeaderName, Option<Expression>), String> {
    let (name, expression) = text.split_once(':').map_or((text, None), |(name, rest)| (name, Some(rest)));
    let name = name.parse().map_err(|_| {
        format!("`{name}` is no header's name\nhelp: write `Name`, or `Name:expression` for the start of its value")
    })?;
    let expression = expression.map(Expression::parse).transpose().map_err(|error| error.to_string())?;
    Ok((name, expression))
}

/// What headers are sorted by.
pub(super) fn header_key((name, expression): &(HeaderName, Option<Expression>)) -> (&str, Option<&str>) {
    (name.as_str(), expression.as_ref().map(Expression::text))
}

#[cfg(test)]
mod tests {
    use super::Pair;

    #[test]
    fn the_first_equals_sign_parts_name_and_value() {
        for (text, name, value) in [
            ("a", "a", None),
            (" a", " a", None),
            ("a=1", "a", Some("1")),
            (" a = 1 = 2 ", "a", Some("1 = 2")),
            ("a=", "a", Some("")),
            ("=a", "=a", None),
            ("=a=1", "=a", Some("1")),
            ("= a =1", "= a", Some("1")),
            ("", "", None),
            ("=", "=", None),
            ("==", "=", Some("")),
        ] {
            let pair = Pair::of_param(text);
            assert_eq!((pair.name.as_str(), pair.value.as_deref()), (name, value), "{text}");
        }
        assert_eq!(Pair::of_match("a"), None);
    }
}
