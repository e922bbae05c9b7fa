//! The regular expression of one placeholder: read, refused with a reason, or measured.

use regex_syntax::ast::{self, Ast, GroupKind, RepetitionKind};
use regex_syntax::hir::translate::TranslatorBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::PatternError;
use crate::segment::Extent;

/// Deep enough for any expression in a route, and shallow enough for any thread's stack.
const NESTING: u32 = 50;

const SYNTAX: &str = "the syntax is that of the crate `regex`: https://docs.rs/regex/1/regex/#syntax";

/// Reads the `expression` of the placeholder `name`, which begins at byte `start` of the pattern.
pub(crate) fn parse(name: &str, expression: &str, start: usize) -> Result<Hir, PatternError> {
    if expression.is_empty() {
        return Err(PatternError::new(start - 1..start, format!("the regular expression of `{name}` is empty"))
            .help(format!("write `{{{name}}}`, or what `{name}` is, as in `{{{name}:[a-z]+}}`")));
    }
    let place = Place { expression, start };
    let ast = ast::parse::ParserBuilder::new()
        .nest_limit(NESTING)
        .build()
        .parse(expression)
        .map_err(|error| place.refused(error.span(), explain(error.kind())))?;
    ast::visit(&ast, Rules(&place))?;
    TranslatorBuilder::new()
        .build()
        .translate(expression, &ast)
        .map_err(|error| place.refused(error.span(), (error.kind().to_string(), SYNTAX)))
}

/// What `expression` may take of a path. It errs on the side of more.
pub(crate) fn extent(expression: &Hir) -> Extent {
    let empty = expression.properties().minimum_len().is_none_or(|length| length == 0);
    Extent { plain: false, slash: may_hold_slash(expression), empty }
}

fn may_hold_slash(expression: &Hir) -> bool {
    match expression.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => literal.0.contains(&b'/'),
        HirKind::Class(Class::Unicode(class)) => class.iter().any(|range| (range.start()..=range.end()).contains(&'/')),
        HirKind::Class(Class::Bytes(class)) => class.iter().any(|range| (range.start()..=range.end()).contains(&b'/')),
        HirKind::Repetition(repetition) => may_hold_slash(&repetition.sub),
        HirKind::Capture(capture) => may_hold_slash(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(may_hold_slash),
    }
}

/// Where an expression stands in its pattern.
struct Place<'e> {
    expression: &'e str,
    start: usize,
}

impl Place<'_> {
    fn refused(&self, at: &ast::Span, (reason, help): (String, &str)) -> PatternError {
        let (from, to) = (at.start.offset, at.end.offset);
        let end = self.expression.len();
        // What is missing at the end is shown by the whole expression.
        let span =
            if from < to && to <= end { self.start + from..self.start + to } else { self.start..self.start + end };
        PatternError::new(span, format!("the regular expression `{}` is wrong: {reason}", self.expression)).help(help)
    }
}

/// A reason and a help for what the parser refuses. Most of it is valid in Python.
fn explain(wrong: &ast::ErrorKind) -> (String, &'static str) {
    let help = match wrong {
        ast::ErrorKind::UnsupportedLookAround => {
            "Python looks around, pyramidion does not: write what may be there, or check the value in the view"
        }
        ast::ErrorKind::UnsupportedBackreference => {
            "Python refers back to groups, pyramidion does not: take two parameters, and compare them in the view"
        }
        ast::ErrorKind::EscapeUnrecognized => {
            "a pattern matches whole paths, so Python's `\\Z` is not needed; characters such as `-` or `/` need no escape"
        }
        ast::ErrorKind::FlagUnrecognized => {
            "Python's `(?#…)`, `(?>…)`, `(?P=…)` and `(?(…)…)` do not exist here; the flags are `i`, `m`, `s`, `x`"
        }
        _ => SYNTAX,
    };
    (wrong.to_string(), help)
}

/// What the parser admits, and a pattern does not.
struct Rules<'e>(&'e Place<'e>);

impl ast::Visitor for Rules<'_> {
    type Output = ();
    type Err = PatternError;

    fn finish(self) -> Result<(), PatternError> {
        Ok(())
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), PatternError> {
        match ast {
            Ast::Group(group) if matches!(group.kind, GroupKind::CaptureName { .. }) => Err(self.0.refused(
                &group.span,
                ("a group with a name is no parameter".into(), "write `(?:…)`; only placeholders are parameters"),
            )),
            // In Python `a++` gives nothing back, and `a**` is an error; here both would be `(?:a+)+`.
            Ast::Repetition(outer) if matches!(&*outer.ast, Ast::Repetition(_)) => {
                let reason = match outer.op.kind {
                    RepetitionKind::OneOrMore => "there are no possessive repetitions",
                    _ => "a repetition is repeated",
                };
                Err(self
                    .0
                    .refused(&outer.span, (reason.into(), "remove one of the two, or group the first: `(?:a+)+`")))
            }
            Ast::ClassUnicode(class) => Err(self.property(class)),
            _ => Ok(()),
        }
    }

    fn visit_class_set_item_pre(&mut self, item: &ast::ClassSetItem) -> Result<(), PatternError> {
        match item {
            ast::ClassSetItem::Unicode(class) => Err(self.property(class)),
            _ => Ok(()),
        }
    }
}

impl Rules<'_> {
    /// `\p{Greek}`: whether the parser has the tables would depend on the features of the whole application.
    fn property(&self, class: &ast::ClassUnicode) -> PatternError {
        let reason = "there are no Unicode properties, as in Python".to_owned();
        self.0.refused(&class.span, (reason, "write `\\w` or `\\d`, or a range such as `[α-ω]`"))
    }
}
