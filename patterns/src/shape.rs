//! A pattern's place in axum's router.
//!
//! axum 0.8 matches by matchit 0.8.4, which knows three kinds of segments: literals; `{name}`, which takes one segment;
//! and, at the end, `{*name}`, which takes one character or more, slashes included. A literal may stand before either
//! (`/v{n}`, `/tree{*rest}`) and nothing may stand behind them (`/{stem}.{ext}` is refused). `{name}` takes no empty
//! segment at the end, and, contrary to what is documented, takes one before: `//edit` is `/{id}/edit`.
//!
//! The most specific path wins, and what has won is final: if its service then finds that the request is not its own,
//! no other path is tried. `{name}` and `{*name}` after the same beginning are refused as a conflict, even if more
//! follows on `{name}`.
//!
//! So a segment with a placeholder in it becomes `{name}` without its literals: patterns that differ only in these meet
//! in one place, and can be tried one after the other. A literal stays only before `{*name}`, or `/tree*traverse` would
//! take the whole application's paths.

use crate::Pattern;
use crate::segment::{Piece, Segment};
use crate::url::quote_normal;

/// The paths under which axum finds a [`Pattern`]'s route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AxumPaths {
    /// How near they come to the pattern.
    pub fit: Fit,
    /// All of them are needed, and there is one at least. The last is the pattern itself; one before it is the same
    /// with nothing for the last parameter, which axum does not match.
    pub paths: Vec<AxumPath>,
}

/// How near axum's paths come to a pattern.
///
/// It is said of paths in their [normal spelling](crate::url::normal_path). As a request writes them, a literal may be
/// encoded, which axum does not match, and a slash, which axum takes as part of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fit {
    /// They match what the pattern matches.
    Exact,
    /// They match more. [`Pattern::matches`] decides, and if it does not match, another pattern of the same shape may.
    Wider,
    /// They match more, and what is more belongs to patterns of other shapes too: `/{path:.+}/edit` is `/{*path}` to
    /// axum, which refuses it beside `/{id}`. Such a pattern is better tried apart from axum's router.
    Apart,
}

/// A path for axum's router.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AxumPath {
    /// What `axum::Router::route` takes. Its parameters' names are those of the first placeholder in each segment.
    pub path: String,
    /// The path without its parameters' names: the same for all paths that take the same place in a router.
    pub shape: String,
}

impl AxumPath {
    fn literal(&mut self, text: &str) {
        // matchit's own escapes.
        let text = quote_normal(text).replace('{', "{{").replace('}', "}}");
        self.path.push_str(&text);
        self.shape.push_str(&text);
    }

    fn parameter(&mut self, star: &str, name: &str) {
        self.path.push_str(&format!("{{{star}{name}}}"));
        self.shape.push_str(&format!("{{{star}}}"));
    }

    fn slash(&mut self) {
        self.path.push('/');
        self.shape.push('/');
    }
}

pub(crate) fn axum_paths(pattern: &Pattern) -> AxumPaths {
    let mut fit = Fit::Exact;
    let mut path = AxumPath { path: String::new(), shape: String::new() };
    let mut segments = pattern.segments().iter();
    while let Some(segment) = segments.next() {
        let is_last = segments.as_slice().is_empty();
        path.slash();
        match segment.as_slice() {
            [] => {}
            [Piece::Literal(text)] => path.literal(text),
            pieces if takes_slash(pattern, pieces) || (!is_last && may_be_empty(pattern, pieces)) => {
                return catch_all(pattern, path, segment, is_last, fit);
            }
            pieces => {
                let without = path.clone();
                path.parameter("", first_name(pattern, pieces));
                if !is_last || !is_plain(pattern, pieces) {
                    fit = Fit::Wider;
                }
                if may_be_empty(pattern, pieces) {
                    return AxumPaths { fit, paths: vec![without, path] };
                }
            }
        }
    }
    AxumPaths { fit, paths: vec![path] }
}

/// From `segment` on, axum takes whatever comes.
fn catch_all(pattern: &Pattern, mut path: AxumPath, segment: &Segment, is_last: bool, before: Fit) -> AxumPaths {
    let (literal, pieces) = match segment.as_slice() {
        // axum refuses these, because they were its placeholders once.
        [Piece::Literal(text), ..] if text.starts_with([':', '*']) => ("", segment.as_slice()),
        [Piece::Literal(text), pieces @ ..] => (text.as_str(), pieces),
        pieces => ("", pieces),
    };
    let fit = if matches!(pieces, [Piece::Remainder(_)]) { before } else { Fit::Apart };
    path.literal(literal);
    let without = path.clone();
    path.parameter("*", first_name(pattern, pieces));
    let may_end_here = is_last && may_be_empty(pattern, pieces);
    AxumPaths { fit, paths: if may_end_here { vec![without, path] } else { vec![path] } }
}

fn takes_slash(pattern: &Pattern, pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| pattern.extent(piece).is_some_and(|extent| extent.slash))
}

fn may_be_empty(pattern: &Pattern, pieces: &[Piece]) -> bool {
    pieces.iter().all(|piece| pattern.extent(piece).is_some_and(|extent| extent.empty))
}

fn is_plain(pattern: &Pattern, pieces: &[Piece]) -> bool {
    pieces.len() == 1 && pieces.iter().all(|piece| pattern.extent(piece).is_some_and(|extent| extent.plain))
}

fn first_name<'p>(pattern: &'p Pattern, pieces: &[Piece]) -> &'p str {
    let number = pieces.iter().find_map(|piece| match piece {
        Piece::Literal(_) => None,
        Piece::Parameter(number) | Piece::Remainder(number) => Some(*number),
    });
    number.and_then(|number| pattern.parameters().get(number)).map_or("", |parameter| &parameter.name)
}
