//! The first pass: a pattern's text cut into slashes, literals and placeholders.

use std::ops::Range;

use crate::PatternError;

/// A piece of a segment. A segment of several pieces is understood here, and refused by the parser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: PieceKind,
    pub(crate) span: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PieceKind {
    /// Text that stands for itself, `{{` and `}}` still doubled.
    Literal,
    /// `{…}`, braces included.
    Placeholder,
}

/// A segment between two slashes: where it stands, and its pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawSegment {
    pub(crate) span: Range<usize>,
    pub(crate) pieces: Vec<Piece>,
}

/// Cuts `text` into segments. A leading slash opens the first segment; it is the same without.
pub(crate) fn scan(text: &str) -> Result<Vec<RawSegment>, PatternError> {
    let mut position = usize::from(text.starts_with('/'));
    let mut segments = vec![RawSegment { span: position..position, pieces: Vec::new() }];
    while let Some(next) = text[position..].chars().next() {
        let segment = segments.last_mut().expect("there is a first segment, and none is taken away");
        position = match next {
            '/' => {
                let start = position + 1;
                segments.push(RawSegment { span: start..start, pieces: Vec::new() });
                start
            }
            '{' if !text[position..].starts_with("{{") => {
                let span = placeholder(text, position)?;
                segment.push(PieceKind::Placeholder, span)
            }
            _ => segment.push(PieceKind::Literal, literal(text, position, next)?),
        };
    }
    Ok(segments)
}

impl RawSegment {
    /// Adds a piece, and returns where it ends.
    fn push(&mut self, kind: PieceKind, span: Range<usize>) -> usize {
        self.span.end = span.end;
        match self.pieces.last_mut() {
            Some(last) if kind == PieceKind::Literal && last.kind == kind => last.span.end = span.end,
            _ => self.pieces.push(Piece { kind, span: span.clone() }),
        }
        span.end
    }
}

/// The placeholder that opens at `start`. Braces nest, as in `{year:\d{4}}`.
fn placeholder(text: &str, start: usize) -> Result<Range<usize>, PatternError> {
    let mut depth = 0_usize;
    for (offset, character) in text[start..].char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 1 => return Ok(start..start + offset + 1),
            '}' => depth -= 1,
            _ => {}
        }
    }
    let end = text[start..].find('/').map_or(text.len(), |offset| start + offset);
    Err(PatternError::new(start..end, format!("`{}` has no closing brace", &text[start..end]))
        .help("close the placeholder with `}`, or write `{{` for a literal brace"))
}

/// One literal character at `start`, or one doubled brace.
fn literal(text: &str, start: usize, character: char) -> Result<Range<usize>, PatternError> {
    let end = start + character.len_utf8();
    match character {
        '{' => Ok(start..start + 2),
        '}' if text[end..].starts_with('}') => Ok(start..start + 2),
        '}' => Err(PatternError::new(start..end, "a `}` that closes nothing")
            .help("remove it, or write `}}` for a literal brace")),
        '?' => Err(PatternError::new(start..end, "a pattern cannot hold a query")
            .help("end the pattern before the `?`, and read the query from the request's parameters")),
        '#' => Err(PatternError::new(start..end, "a pattern cannot hold a fragment")
            .help("end the pattern before the `#`: browsers do not send what follows")),
        _ if character.is_whitespace() || character.is_control() => {
            Err(PatternError::new(start..end, format!("a pattern cannot hold {character:?}"))
                .help(format!("remove it, or write it percent-encoded: `{}`", percent_encoded(character))))
        }
        _ => Ok(start..end),
    }
}

/// `character` as a URL carries it: every byte as `%XX`.
pub(crate) fn percent_encoded(character: char) -> String {
    character.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")).collect()
}
