//! The way back: from values to a path.

use std::borrow::Cow;
use std::fmt;

use crate::segment::Piece;
use crate::url::{quote_literal, quote_path};
use crate::{ParameterKind, Pattern, did_you_mean};

/// What a parameter stands for in [`Pattern::generate`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathValue<'v> {
    /// A text. Its slashes stay.
    Text(Cow<'v, str>),
    /// The segments of a remainder, joined by slashes.
    Segments(Vec<Cow<'v, str>>),
}

impl<'v> PathValue<'v> {
    /// The segments of a remainder.
    ///
    /// ```
    /// use pyramidion_patterns::{PathValue, Pattern};
    ///
    /// let pattern = Pattern::parse("/files/*path").unwrap();
    /// let path = PathValue::segments(["a b", "c"]);
    /// assert_eq!(pattern.generate([("path", path)]).unwrap(), "/files/a%20b/c");
    /// ```
    pub fn segments<S: Into<Cow<'v, str>>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self::Segments(segments.into_iter().map(Into::into).collect())
    }
}

impl<'v> From<&'v str> for PathValue<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(text.into())
    }
}

impl<'v> From<&'v String> for PathValue<'v> {
    fn from(text: &'v String) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for PathValue<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl<'v> From<Cow<'v, str>> for PathValue<'v> {
    fn from(text: Cow<'v, str>) -> Self {
        Self::Text(text)
    }
}

impl Pattern {
    /// The path of the route with these values, quoted for a URL. Values that the pattern does not name are left out; of
    /// two with the same name the last counts. The values are not matched: a regular expression does not see them, and
    /// one with a slash takes more than one segment.
    ///
    /// ```
    /// # use pyramidion_patterns::Pattern;
    /// let pattern = Pattern::parse("/users/{name}.{ext}").unwrap();
    /// let path = pattern.generate([("name", "Ann Ö"), ("ext", "txt"), ("page", "2")]).unwrap();
    /// assert_eq!(path, "/users/Ann%20%C3%96.txt");
    /// ```
    ///
    /// # Errors
    ///
    /// A parameter without a value, and segments for a parameter that is no remainder.
    ///
    /// Source: `request.route_path`.
    pub fn generate<'v, N: AsRef<str>, V: Into<PathValue<'v>>>(
        &self,
        values: impl IntoIterator<Item = (N, V)>,
    ) -> Result<String, GenerateError> {
        let values: Vec<(N, PathValue<'v>)> = values.into_iter().map(|(name, value)| (name, value.into())).collect();
        let mut path = String::with_capacity(self.text().len() + 16);
        for segment in self.segments() {
            path.push('/');
            for piece in segment {
                path.push_str(&match piece {
                    Piece::Literal(text) => quote_literal(text),
                    Piece::Parameter(number) | Piece::Remainder(number) => self.quoted(*number, &values)?,
                });
            }
        }
        Ok(path)
    }

    /// The text around the parameters, quoted for a URL: one more than there are parameters.
    ///
    /// ```
    /// # use pyramidion_patterns::Pattern;
    /// assert_eq!(Pattern::parse("/a b/{x}.{y}").unwrap().quoted_literals(), ["/a%20b/", ".", ""]);
    /// ```
    #[must_use]
    pub fn quoted_literals(&self) -> Vec<String> {
        let mut literals = vec![String::new()];
        for segment in self.segments() {
            append(&mut literals, "/");
            for piece in segment {
                match piece {
                    Piece::Literal(text) => append(&mut literals, &quote_literal(text)),
                    Piece::Parameter(_) | Piece::Remainder(_) => literals.push(String::new()),
                }
            }
        }
        literals
    }

    fn quoted<N: AsRef<str>>(&self, number: usize, values: &[(N, PathValue<'_>)]) -> Result<String, GenerateError> {
        let name = self.parameters().get(number).map_or("", |parameter| &parameter.name);
        let error = |reason| GenerateError { parameter: name.to_owned(), pattern: self.text().to_owned(), reason };
        let is_remainder =
            self.parameters().get(number).is_some_and(|parameter| parameter.kind == ParameterKind::Remainder);
        match values.iter().rev().find(|(own, _)| own.as_ref() == name) {
            Some((_, PathValue::Text(text))) => Ok(quote_path(text)),
            Some((_, PathValue::Segments(segments))) if is_remainder => {
                Ok(segments.iter().map(|segment| quote_path(segment)).collect::<Vec<_>>().join("/"))
            }
            Some(_) => Err(error(Reason::Segments)),
            None => Err(error(Reason::Missing(values.iter().map(|(own, _)| own.as_ref().to_owned()).collect()))),
        }
    }
}

fn append(literals: &mut [String], text: &str) {
    if let Some(last) = literals.last_mut() {
        last.push_str(text);
    }
}

/// Why [`Pattern::generate`] could not make a path. Its `Display` is the message and, on a line of its own, `help: …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenerateError {
    parameter: String,
    pattern: String,
    reason: Reason,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Reason {
    /// There are only values of these names.
    Missing(Vec<String>),
    Segments,
}

impl GenerateError {
    /// The parameter whose value is missing or wrong.
    #[must_use]
    pub fn parameter(&self) -> &str {
        &self.parameter
    }
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parameter, pattern, reason } = self;
        match reason {
            Reason::Missing(given) if given.is_empty() => {
                write!(f, "no value for `{parameter}` of `{pattern}`\nhelp: give one for each of its parameters")
            }
            Reason::Missing(given) => {
                let help = did_you_mean(parameter, given.iter().map(String::as_str), "there are values for");
                write!(f, "no value for `{parameter}` of `{pattern}`\nhelp: {help}")
            }
            Reason::Segments => {
                write!(f, "`{parameter}` of `{pattern}` is no remainder\nhelp: give it one text instead of segments")
            }
        }
    }
}

impl std::error::Error for GenerateError {}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn generate<'v, V: Into<PathValue<'v>>>(pattern: &str, values: impl IntoIterator<Item = (&'v str, V)>) -> String {
        match Pattern::parse(pattern).unwrap().generate(values) {
            Ok(path) => path,
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn literals_are_quoted_more_strictly_than_values() {
        assert_eq!(generate("/a:b@c d/{x}", [("x", "a:b@c d")]), "/a%3Ab%40c%20d/a:b@c%20d");
        assert_eq!(generate("{{x}}", [] as [(&str, &str); 0]), "/%7Bx%7D");
        assert_eq!(generate("/100%/{x}", [("x", "%20")]), "/100%25/%2520");
    }

    #[test]
    fn slashes_stay() {
        assert_eq!(generate("/{x}/*rest", [("x", "a/b"), ("rest", "/c//d/")]), "/a/b//c//d/");
        assert_eq!(generate("/tree*rest", [("rest", PathValue::segments(["a/b", "", "ü"]))]), "/treea/b//%C3%BC");
        assert_eq!(generate("/files/*rest", [("rest", PathValue::segments([] as [&str; 0]))]), "/files/");
    }

    #[test]
    fn a_missing_value_is_named() {
        assert_eq!(
            generate("/{x}", [] as [(&str, &str); 0]),
            "no value for `x` of `/{x}`\nhelp: give one for each of its parameters"
        );
        assert_eq!(
            generate("/{name}", [("nmae", "x")]),
            "no value for `name` of `/{name}`\nhelp: did you mean `nmae`?"
        );
        assert_eq!(
            generate("/{x}", [("x", PathValue::segments(["a"]))]),
            "`x` of `/{x}` is no remainder\nhelp: give it one text instead of segments"
        );
    }

    #[test]
    fn the_last_of_two_values_counts() {
        assert_eq!(generate("/{x}", [("x", "1"), ("x", "2")]), "/2");
    }
}
