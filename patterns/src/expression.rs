//! The regular expressions of predicates: read alike while an application compiles and when it starts.

use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use regex_automata::nfa::thompson::pikevm::{Cache, PikeVM};
use regex_automata::util::pool::Pool;
use regex_automata::{Anchored, Input};

use crate::PatternError;

/// A regular expression that is looked for at the start of a text and may end before it does, as Python's `re.match`.
///
/// ```
/// let expression = pyramidion_patterns::Expression::parse("van|choc.*e").unwrap();
/// assert!(expression.matches_start_of("vanilla"));
/// assert!(!expression.matches_start_of("savanna"));
/// ```
#[derive(Clone)]
pub struct Expression {
    text: String,
    program: Arc<Program>,
}

struct Program {
    vm: PikeVM,
    scratch: Pool<Cache, NewCache>,
}

type NewCache = Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

impl Expression {
    /// Reads an expression. Its syntax is that of the crate `regex`, so there is no looking around and no referring back.
    ///
    /// # Errors
    ///
    /// What is wrong with it, over the whole of the text.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let vm = PikeVM::new(text).map_err(|error| {
            PatternError::new(0..text.len(), format!("the regular expression `{text}` is wrong: {}", reason(&error)))
                .help("the syntax is that of the crate `regex`: https://docs.rs/regex/1/regex/#syntax")
        })?;
        let template = vm.clone();
        let scratch: NewCache = Box::new(move || template.create_cache());
        Ok(Self { text: text.to_owned(), program: Arc::new(Program { vm, scratch: Pool::new(scratch) }) })
    }

    /// The expression as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether `text` begins with what the expression describes.
    #[must_use]
    pub fn matches_start_of(&self, text: &str) -> bool {
        let Program { vm, scratch } = &*self.program;
        vm.is_match(&mut scratch.get(), Input::new(text).anchored(Anchored::Yes))
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.text).finish()
    }
}

/// The last line of what the parser says, which is the reason; the lines before draw the expression once more.
fn reason(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    let text = innermost.to_string();
    let last = text.lines().last().unwrap_or_default();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

#[cfg(test)]
mod tests {
    use super::Expression;

    fn matches(expression: &str, text: &str) -> bool {
        Expression::parse(expression).expect("a good expression").matches_start_of(text)
    }

    #[test]
    fn the_start_counts_and_the_end_does_not() {
        for (expression, text, expected) in [
            ("", "anything", true),
            ("a", "abc", true),
            ("b", "abc", false),
            ("x|b", "abc", false),
            ("ab$", "abc", false),
            (r"\d+", "٣", true),
            (r"/(?i)ÄPFEL\b", "/äpfel/7", true),
            ("a.c", "a\nc", false),
        ] {
            assert_eq!(matches(expression, text), expected, "{expression} on {text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_in_one_line() {
        for (expression, reason) in [
            ("a(", "unclosed group"),
            ("(?=a)", "look-around, including look-ahead and look-behind, is not supported"),
            (r"(a)\1", "backreferences are not supported"),
        ] {
            let error = Expression::parse(expression).expect_err("a wrong expression");
            assert_eq!(error.message, format!("the regular expression `{expression}` is wrong: {reason}"));
            assert_eq!(error.span, 0..expression.len());
        }
    }
}
