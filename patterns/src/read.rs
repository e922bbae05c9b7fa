//! The second pass: the pieces of a pattern's text become literals and parameters.

use std::ops::Range;

use regex_syntax::hir::Hir;

use crate::pattern::{Parameter, ParameterKind};
use crate::scan::{PieceKind, RawSegment, scan};
use crate::segment::{Extent, Piece, Segment};
use crate::{PatternError, name, regex};

/// A pattern that has been read.
pub(crate) struct Reading {
    pub(crate) segments: Vec<Segment>,
    pub(crate) parameters: Vec<Parameter>,
    /// What each parameter may take.
    pub(crate) extents: Vec<Extent>,
    /// The regular expression of each parameter that has one.
    pub(crate) expressions: Vec<Option<Hir>>,
}

/// Pyramid's own default, which needs no regular expression.
const PLAIN: &str = "[^/]+";

pub(crate) fn read(text: &str) -> Result<Reading, PatternError> {
    let reading =
        Reading { segments: Vec::new(), parameters: Vec::new(), extents: Vec::new(), expressions: Vec::new() };
    let mut reader = Reader { text, reading };
    for segment in scan(text)? {
        reader.segment(&segment)?;
    }
    Ok(reader.reading)
}

struct Reader<'t> {
    text: &'t str,
    reading: Reading,
}

impl Reader<'_> {
    fn segment(&mut self, segment: &RawSegment) -> Result<(), PatternError> {
        self.refuse_after_remainder()?;
        self.refuse_colon_style(segment)?;
        self.reading.segments.push(Segment::new());
        for piece in &segment.pieces {
            self.refuse_after_remainder()?;
            match piece.kind {
                PieceKind::Literal => self.literal(piece.span.clone())?,
                PieceKind::Placeholder => self.placeholder(piece.span.clone())?,
            }
        }
        Ok(())
    }

    fn refuse_after_remainder(&self) -> Result<(), PatternError> {
        let Some(remainder) = self.reading.parameters.last().filter(|last| last.kind == ParameterKind::Remainder)
        else {
            return Ok(());
        };
        let message = format!("the remainder `{}` is not last", &self.text[remainder.span.clone()]);
        Err(PatternError::new(remainder.span.clone(), message)
            .help("a remainder takes all that is left of the path: move it to the end of the pattern"))
    }

    /// `/:id`, as other frameworks and the Pylons before Pyramid write a placeholder.
    fn refuse_colon_style(&self, segment: &RawSegment) -> Result<(), PatternError> {
        let literal = &self.text[segment.span.clone()];
        let Some(name) = literal.strip_prefix(':') else { return Ok(()) };
        if segment.pieces.iter().any(|piece| piece.kind == PieceKind::Placeholder) {
            return Ok(());
        }
        let (name, rest) = name.split_at(name.find(|it| !name::is_name_character(it)).unwrap_or(name.len()));
        let help =
            if name.is_empty() { "write `{id}` for a placeholder".into() } else { format!("write `{{{name}}}{rest}`") };
        Err(PatternError::new(segment.span.clone(), format!("`{literal}` is not a placeholder")).help(help))
    }

    /// Text without braces: a literal, unless it ends in Pyramid's remainder `*rest`.
    fn literal(&mut self, span: Range<usize>) -> Result<(), PatternError> {
        let raw = &self.text[span.clone()];
        let star = raw.find('*').unwrap_or(raw.len());
        if star > 0 {
            self.push_piece(Piece::Literal(raw[..star].replace("{{", "{").replace("}}", "}")));
        }
        match raw.get(star + 1..) {
            Some(name) => self.remainder(name, span.start + star..span.end),
            None => Ok(()),
        }
    }

    /// `{id}`, `{id:regex}`, `{*rest}`; `span` includes the braces.
    fn placeholder(&mut self, span: Range<usize>) -> Result<(), PatternError> {
        let inside = &self.text[span.start + 1..span.end - 1];
        match (inside.strip_prefix('*'), inside.split_once(':')) {
            (Some(rest), None) => self.remainder(rest, span),
            (Some(_), Some((name, _))) => Err(PatternError::new(span, "a remainder takes no regular expression")
                .help(format!("write `{{{name}}}`, or `{{{}:…}}`", &name[1..]))),
            (None, None) => self.parameter(inside, ParameterKind::Segment, span, None),
            (None, Some((name, PLAIN))) => self.parameter(name, ParameterKind::Segment, span, None),
            (None, Some((name, expression))) => {
                name::check(name, span.clone())?;
                let hir = regex::parse(name, expression, span.start + 1 + name.len() + 1)?;
                self.parameter(name, ParameterKind::Segment, span, Some((expression, hir)))
            }
        }
    }

    fn remainder(&mut self, name: &str, span: Range<usize>) -> Result<(), PatternError> {
        self.parameter(name, ParameterKind::Remainder, span, None)
    }

    fn parameter(
        &mut self,
        name: &str,
        kind: ParameterKind,
        span: Range<usize>,
        expression: Option<(&str, Hir)>,
    ) -> Result<(), PatternError> {
        name::check(name, span.clone())?;
        if self.reading.parameters.iter().any(|earlier| earlier.name == name) {
            return Err(PatternError::new(span, format!("two parameters are called `{name}`"))
                .help("give one of them another name"));
        }
        let number = self.reading.parameters.len();
        let (piece, otherwise) = match kind {
            ParameterKind::Segment => (Piece::Parameter(number), Extent::PLAIN),
            ParameterKind::Remainder => (Piece::Remainder(number), Extent::REMAINDER),
        };
        self.push_piece(piece);
        self.reading.extents.push(expression.as_ref().map_or(otherwise, |(_, hir)| regex::extent(hir)));
        let (regex, hir) = expression.map(|(regex, hir)| (regex.to_owned(), hir)).unzip();
        self.reading.parameters.push(Parameter { name: name.to_owned(), kind, regex, span });
        self.reading.expressions.push(hir);
        Ok(())
    }

    fn push_piece(&mut self, piece: Piece) {
        if let Some(segment) = self.reading.segments.last_mut() {
            segment.push(piece);
        }
    }
}
