//! The first pass: a pattern's text cut into slashes, literals and placeholders.

use std::ops::Range;

use crate::PatternError;

/// A piece of a segment, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawPiece {
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
    pub(crate) pieces: Vec<RawPiece>,
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
            _ => self.pieces.push(RawPiece { kind, span: span.clone() }),
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
    let help = match text[start..end].contains(':') {
        true => "close the placeholder with `}`; a regular expression writes a single brace as `\\x7B` or `\\x7D`",
        false => "close the placeholder with `}`, or write `{{` for a literal brace",
    };
    Err(PatternError::new(start..end, format!("`{}` has no closing brace", &text[start..end])).help(help))
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
        '%' if is_encoded(&text[start..]) => {
            Err(PatternError::new(start..start + 3, format!("`{}` is percent-encoded", &text[start..start + 3]))
                .help("write the character itself: a pattern is matched after the path is decoded"))
        }
        // Nobody sees them, and nobody types them into a browser.
        _ if (character.is_whitespace() && character != ' ') || character.is_control() => {
            Err(PatternError::new(start..end, format!("a pattern cannot hold {character:?}"))
                .help("remove it, or write a plain space"))
        }
        _ => Ok(start..end),
    }
}

/// Whether `text` starts with a `%` and two hexadecimal digits.
fn is_encoded(text: &str) -> bool {
    matches!(text.as_bytes(), [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}
