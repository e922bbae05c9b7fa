use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use crate::program::Program;
use crate::read::{Reading, read};
use crate::segment::{Extent, Piece, Segment};
use crate::shape::{AxumPath, AxumPaths, Fit, axum_paths};
use crate::{PatternError, matching};

/// A route pattern that has been read and found right: Pyramid's pattern language.
///
/// | written | means |
/// |---|---|
/// | `/users/{id}` | one segment, whatever it is, called `id` |
/// | `/n/{value:\d+}` | what the regular expression matches |
/// | `/{stem}.{ext}`, `/v{n}` | parts of a segment; each takes as much as it can, from left to right |
/// | `/files/*rest`, `/files/{*rest}` | the remainder of the path, which may be empty, called `rest`; it comes last |
/// | `/tree*traverse` | the same, right after a literal: `/tree`, `/tree/a`, `/treehouse` |
/// | `users` | the same as `/users` |
/// | `/{{id}}` | the literal `/{id}` |
///
/// Everything else stands for itself, as it is in the *decoded* path: `/café au lait`, without any `%`.
///
/// # Regular expressions
///
/// They end at the brace that closes the placeholder, so braces in them come in pairs (`\d{4}`). The syntax is that of
/// the [`regex`](https://docs.rs/regex/1/regex/#syntax) crate, which knows no look-around, no references back and no
/// possessive repetitions; in return, no path and no expression takes more than linear time. They may match slashes,
/// or nothing. Groups with names are refused, because they would be parameters in Pyramid.
///
/// `\d` is any decimal digit of Unicode, as in Python, so that `{n:\d+}` also takes `٣`, which no number of Rust is
/// parsed from; write `[0-9]` for ASCII. `\w` takes marks, joiners and connectors, as Unicode advises, where Python
/// takes numerals such as `½` and `²`; letters, digits and `_` are in both. `\s` has U+001C to U+001F in Python only.
///
/// # Unlike Pyramid
///
/// A parameter can name an argument, so `{1x}` and `{größe}` are mistakes. So are `?`, `#`, control characters,
/// percent-encoded ones and a `*` that is not the remainder, which would be literals in Pyramid, a `:id`, and an empty
/// regular expression. `{{` is a brace. A remainder takes line breaks as other characters. The end of a pattern is
/// the end of the path, never the place before a last line break.
///
/// Source: Pyramid's documentation, "URL Dispatch", "Route Pattern Syntax".
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    segments: Vec<Segment>,
    parameters: Vec<Parameter>,
    /// How many of them are of prefixes; they go first.
    of_prefix: usize,
    extents: Vec<Extent>,
    /// What decides if there are regular expressions.
    program: Option<Program>,
}

/// A placeholder of a [`Pattern`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// Its name: an ASCII identifier. It may be a keyword (`{type}` is for the argument `r#type`).
    pub name: String,
    /// How much of the path it takes.
    pub kind: ParameterKind,
    /// The regular expression, if it has one. `[^/]+`, which means the same as none, is none.
    pub regex: Option<String>,
    /// The placeholder's bytes in [`Pattern::text`], its braces included.
    pub span: Range<usize>,
}

/// How much of a path a [`Parameter`] takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterKind {
    /// `{id}`: one segment, or a part of one, which is not empty; or what its regular expression matches.
    Segment,
    /// `{*rest}`: all that is left, slashes included.
    Remainder,
}

impl Pattern {
    /// Reads a pattern. The first mistake is the error; its span is in bytes of `text`.
    ///
    /// # Errors
    ///
    /// Braces that do not match, a placeholder without a name, with a bad name or a name taken before, a regular
    /// expression that is wrong or too large, a remainder that is not last, the style `/:id`, and characters that no
    /// pattern holds: whitespace besides the space, control characters, `?`, `#`, percent-encoded ones.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let Reading { segments, parameters, extents, expressions } = read(text)?;
        let program = match parameters.iter().find(|parameter| parameter.regex.is_some()) {
            None => None,
            Some(first) => Some(Program::compile(&segments, &expressions).ok_or_else(|| too_large(first))?),
        };
        Ok(Self { text: text.to_owned(), segments, parameters, of_prefix: 0, extents, program })
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

    /// Those of the placeholders that [`with_prefix`](Self::with_prefix) has put before the pattern's own.
    ///
    /// ```
    /// # use pyramidion_patterns::Pattern;
    /// let pattern = Pattern::parse("/{id}").unwrap().with_prefix("/{lang}").unwrap();
    /// let names: Vec<_> = pattern.prefix_parameters().iter().map(|parameter| parameter.name.as_str()).collect();
    /// assert_eq!(names, ["lang"]);
    /// ```
    #[must_use]
    pub fn prefix_parameters(&self) -> &[Parameter] {
        &self.parameters[..self.of_prefix]
    }

    /// Matches a whole path, which is decoded already (see [`decode_path`](crate::url::decode_path)), and gives what
    /// each parameter takes of it, in order. The empty path is `/`.
    ///
    /// It takes linear time. A pattern without regular expressions is matched segment by segment.
    ///
    /// ```
    /// # use pyramidion_patterns::Pattern;
    /// let pattern = Pattern::parse("/{year:[0-9]{4}}/{stem}.{ext}").unwrap();
    /// assert_eq!(pattern.matches("/2026/a.tar.gz"), Some(vec![("year", "2026"), ("stem", "a.tar"), ("ext", "gz")]));
    /// assert_eq!(pattern.matches("/26/a.tar.gz"), None);
    /// ```
    ///
    /// The remainder is given as it is; Pyramid takes it apart into segments, and drops the empty ones.
    #[must_use]
    pub fn matches<'p, 't>(&'p self, path: &'t str) -> Option<Vec<(&'p str, &'t str)>> {
        let path = if path.is_empty() { "/" } else { path };
        let values = match &self.program {
            Some(program) => program.run(path)?,
            None => matching::take_apart(&self.segments, path)?,
        };
        Some(self.parameters.iter().map(|parameter| parameter.name.as_str()).zip(values).collect())
    }

    /// The paths under which axum's router finds this route, and whether it then is this route for sure.
    ///
    /// axum matches a request's path as it arrives, before percent-decoding. So literal characters that clients encode
    /// are encoded here too.
    ///
    /// ```
    /// # use pyramidion_patterns::{Fit, Pattern};
    /// let axum_paths = |text| {
    ///     let axum = Pattern::parse(text).unwrap().axum_paths();
    ///     (axum.fit, axum.paths.into_iter().map(|each| each.path).collect::<Vec<_>>().join(" "))
    /// };
    /// assert_eq!(axum_paths("/users/{id}"), (Fit::Exact, "/users/{id}".into()));
    /// assert_eq!(axum_paths("/files/*path"), (Fit::Exact, "/files/ /files/{*path}".into()));
    /// assert_eq!(axum_paths("/tree*traverse"), (Fit::Exact, "/tree /tree{*traverse}".into()));
    /// assert_eq!(axum_paths("/{stem}.{ext}"), (Fit::Wider, "/{stem}".into()));
    /// assert_eq!(axum_paths("/n/{value:[0-9]*}"), (Fit::Wider, "/n/ /n/{value}".into()));
    /// assert_eq!(axum_paths("/{path:.+}/edit"), (Fit::Apart, "/{*path}".into()));
    /// ```
    #[must_use]
    pub fn axum_paths(&self) -> AxumPaths {
        axum_paths(self)
    }

    /// Whether axum's router alone does not decide, so that [`matches`](Self::matches) must be asked too.
    ///
    /// ```
    /// # use pyramidion_patterns::Pattern;
    /// assert!(!Pattern::parse("/users/{id}").unwrap().needs_check());
    /// assert!(Pattern::parse("/users/{id:[0-9]+}").unwrap().needs_check());
    /// ```
    #[must_use]
    pub fn needs_check(&self) -> bool {
        self.axum_paths().fit != Fit::Exact
    }

    /// The one path for `axum::Router::route` that comes nearest: the last of [`axum_paths`](Self::axum_paths).
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
        self.nearest().path
    }

    /// The axum path without the parameters' names. Two patterns of the same shape would take the same place in an axum
    /// router; if neither [needs a check](Self::needs_check), they match the same paths.
    ///
    /// ```
    /// # use pyramidion_patterns::Pattern;
    /// assert_eq!(Pattern::parse("/users/{id}/{*rest}").unwrap().shape(), "/users/{}/{*}");
    /// assert_eq!(Pattern::parse("/v{major}.{minor}").unwrap().shape(), "/{}");
    /// ```
    #[must_use]
    pub fn shape(&self) -> String {
        self.nearest().shape
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
        let mut pattern = Self::parse(&joined).map_err(|mut error| {
            error.message = format!("{} in `{joined}`", error.message);
            error
        })?;
        let own = self.parameters.len() - self.of_prefix;
        pattern.of_prefix = pattern.parameters.len() - own;
        Ok(pattern)
    }

    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// What a piece may take; nothing is known of a literal, which takes itself.
    pub(crate) fn extent(&self, piece: &Piece) -> Option<Extent> {
        match piece {
            Piece::Literal(_) => None,
            Piece::Parameter(number) | Piece::Remainder(number) => self.extents.get(*number).copied(),
        }
    }

    fn nearest(&self) -> AxumPath {
        self.axum_paths().paths.pop().unwrap_or_else(|| AxumPath { path: "/".into(), shape: "/".into() })
    }
}

/// The text says everything.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

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

fn too_large(first: &Parameter) -> PatternError {
    PatternError::new(first.span.clone(), "the pattern's regular expressions are too large")
        .help("a repetition is written out as often as it may repeat: let it repeat less often, or without a limit")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
