use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use crate::scan::{Piece, PieceKind, RawSegment, percent_encoded, scan};
use crate::{PatternError, name};

/// A route pattern that has been read and found right.
///
/// | written | means |
/// |---|---|
/// | `/users/{id}` | one segment, whatever it is, called `id` |
/// | `/files/{*rest}`, `/files/*rest` | the remainder of the path, called `rest`; it comes last |
/// | `users` | the same as `/users` |
/// | `/{{id}}` | the literal `/{id}` |
///
/// Pyramid's `{id:regex}` and segments with more than a placeholder in them (`{stem}.{ext}`) are refused for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    segments: Vec<Segment>,
    parameters: Vec<Parameter>,
}

/// A placeholder of a [`Pattern`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// Its name: an ASCII identifier. It may be a keyword (`{type}` is for the argument `r#type`).
    pub name: String,
    /// How much of the path it takes.
    pub kind: ParameterKind,
    /// The placeholder's bytes in [`Pattern::text`], its braces included.
    pub span: Range<usize>,
}

/// How much of a path a [`Parameter`] takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterKind {
    /// `{id}`: one segment, which is not empty.
    Segment,
    /// `{*rest}`: all that is left, slashes included.
    Remainder,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    /// The bytes of the text that hold it.
    Literal(Range<usize>),
    /// The kind of the next parameter in order.
    Parameter(ParameterKind),
}

impl Pattern {
    /// Reads a pattern. The first mistake is the error; its span is in bytes of `text`.
    ///
    /// # Errors
    ///
    /// Braces that do not match, a placeholder without a name, with a bad name or a name taken before, a placeholder that
    /// shares its segment, a remainder that is not last, the style `/:id`, and whitespace, `?` or `#`.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let mut pattern = Self { text: text.to_owned(), segments: Vec::new(), parameters: Vec::new() };
        for segment in scan(text)? {
            pattern.push(&segment)?;
        }
        Ok(pattern)
    }

    /// The pattern as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The placeholders, in order.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The path for `axum::Router::route`, which matches a request's path as it arrives, before percent-decoding. So
    /// literal characters that clients encode are encoded here too.
    ///
    /// ```
    /// # use pyramidion_patterns::Pattern;
    /// let axum_path = |text| Pattern::parse(text).unwrap().axum_path();
    /// assert_eq!(axum_path("users/{id}"), "/users/{id}");
    /// assert_eq!(axum_path("/files/*rest"), "/files/{*rest}");
    /// assert_eq!(axum_path("/café"), "/caf%C3%A9");
    /// ```
    ///
    /// axum's remainder matches nothing less than one character, while Pyramid's also matches an empty one.
    #[must_use]
    pub fn axum_path(&self) -> String {
        self.path_with(|parameter| parameter.name.as_str())
    }

    /// The axum path without the parameters' names. Two patterns of the same shape match the same paths, and would take
    /// the same place in an axum router.
    ///
    /// ```
    /// # use pyramidion_patterns::Pattern;
    /// assert_eq!(Pattern::parse("/users/{id}/{*rest}").unwrap().shape(), "/users/{}/{*}");
    /// ```
    #[must_use]
    pub fn shape(&self) -> String {
        self.path_with(|_| "")
    }

    /// The pattern below a prefix, joined by one slash as Pyramid's `route_prefix` is. The prefix may have placeholders
    /// too, and may itself come from a prefix.
    ///
    /// ```
    /// # use pyramidion_patterns::Pattern;
    /// let pattern = Pattern::parse("/{id}").unwrap().with_prefix("/users/").unwrap().with_prefix("api").unwrap();
    /// assert_eq!(pattern.text(), "api/users/{id}");
    /// ```
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse): the prefix may be wrong by itself, or name a parameter that the pattern names too. The
    /// span is in bytes of the joined text, which the message quotes.
    pub fn with_prefix(&self, prefix: &str) -> Result<Self, PatternError> {
        let joined = format!("{}/{}", prefix.trim_end_matches('/'), self.text.trim_start_matches('/'));
        Self::parse(&joined).map_err(|mut error| {
            error.message = format!("{} in `{joined}`", error.message);
            error
        })
    }

    fn push(&mut self, segment: &RawSegment) -> Result<(), PatternError> {
        if let Some(remainder) = self.parameters.last().filter(|last| last.kind == ParameterKind::Remainder) {
            let message = format!("the remainder `{}` is not last", &self.text[remainder.span.clone()]);
            return Err(PatternError::new(remainder.span.clone(), message)
                .help("a remainder takes all that is left of the path: move it to the end of the pattern"));
        }
        let found = match segment.pieces.as_slice() {
            [Piece { kind: PieceKind::Placeholder, span }] => Some(read_placeholder(&self.text, span.clone())?),
            pieces if pieces.iter().any(|piece| piece.kind == PieceKind::Placeholder) => {
                return Err(mixed(&self.text, segment));
            }
            _ => read_literal(&self.text, segment.span.clone())?,
        };
        self.segments.push(match &found {
            Some(parameter) => Segment::Parameter(parameter.kind),
            None => Segment::Literal(segment.span.clone()),
        });
        found.map_or(Ok(()), |parameter| self.push_parameter(parameter))
    }

    fn push_parameter(&mut self, parameter: Parameter) -> Result<(), PatternError> {
        if self.parameters.iter().any(|earlier| earlier.name == parameter.name) {
            return Err(PatternError::new(parameter.span, format!("two parameters are called `{}`", parameter.name))
                .help("give one of them another name"));
        }
        self.parameters.push(parameter);
        Ok(())
    }

    fn path_with<'a>(&'a self, name: impl Fn(&'a Parameter) -> &'a str) -> String {
        let mut path = String::with_capacity(self.text.len() + 1);
        let mut parameters = self.parameters.iter();
        for segment in &self.segments {
            path.push('/');
            match segment {
                Segment::Literal(span) => encode_literal(&self.text[span.clone()], &mut path),
                Segment::Parameter(kind) => {
                    path.push_str(if *kind == ParameterKind::Remainder { "{*" } else { "{" });
                    path.push_str(parameters.next().map_or("", &name));
                    path.push('}');
                }
            }
        }
        path
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        Self::parse(text)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// `{id}`, `{*rest}`; `span` includes the braces.
fn read_placeholder(text: &str, span: Range<usize>) -> Result<Parameter, PatternError> {
    let inside = &text[span.start + 1..span.end - 1];
    if let Some((name, _)) = inside.split_once(':') {
        let message = "a placeholder with a regular expression is not supported yet: it takes a whole segment";
        return Err(
            PatternError::new(span, message).help(format!("write `{{{name}}}`, and check the value in the view"))
        );
    }
    let (name, kind) = match inside.strip_prefix('*') {
        Some(name) => (name, ParameterKind::Remainder),
        None => (inside, ParameterKind::Segment),
    };
    name::check(name, span.clone())?;
    Ok(Parameter { name: name.to_owned(), kind, span })
}

/// A segment without braces: a literal, unless it is Pyramid's remainder `*rest`.
fn read_literal(text: &str, span: Range<usize>) -> Result<Option<Parameter>, PatternError> {
    let literal = &text[span.clone()];
    if let Some(name) = literal.strip_prefix(':') {
        let help =
            if name.is_empty() { "write `{id}` for a placeholder".into() } else { format!("write `{{{name}}}`") };
        return Err(PatternError::new(span, format!("`{literal}` is not a placeholder")).help(help));
    }
    let Some(star) = literal.find('*') else { return Ok(None) };
    let name = &literal[star + 1..];
    if star > 0 {
        let name = if name.is_empty() { "rest" } else { name };
        let help = format!("put a slash before it: `{}/*{name}`", &literal[..star]);
        return Err(PatternError::new(span, format!("the remainder in `{literal}` shares its segment")).help(help));
    }
    name::check(name, span.clone())?;
    Ok(Some(Parameter { name: name.to_owned(), kind: ParameterKind::Remainder, span }))
}

fn mixed(text: &str, segment: &RawSegment) -> PatternError {
    let whole = &text[segment.span.clone()];
    PatternError::new(
        segment.span.clone(),
        format!("a placeholder takes a whole segment, `{whole}` has more than one in it"),
    )
    .help("write `{name}` between two slashes, and take the value apart in the view")
}

/// Clients send these percent-encoded, besides everything that is not ASCII (the URL standard's path set).
const ENCODED_BY_CLIENTS: [char; 4] = ['"', '<', '>', '`'];

fn encode_literal(literal: &str, path: &mut String) {
    for character in literal.chars() {
        if character.is_ascii() && !ENCODED_BY_CLIENTS.contains(&character) {
            path.push(character);
        } else {
            path.push_str(&percent_encoded(character));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
