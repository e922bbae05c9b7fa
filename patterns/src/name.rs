//! The rules for a parameter's name: it must be able to name a function's argument.

use std::ops::Range;

use crate::PatternError;

/// Keywords that cannot be written as raw identifiers, so no argument can be called so.
const NEVER_ARGUMENTS: [&str; 4] = ["self", "Self", "super", "crate"];

/// Refuses a `name`, found at `span`, that is not an ASCII identifier of Rust.
pub(crate) fn check(name: &str, span: Range<usize>) -> Result<(), PatternError> {
    let error = |message: String, help: String| Err(PatternError::new(span, message).help(help));
    if name.is_empty() {
        return error("a placeholder without a name".into(), "name it, as in `{id}`".into());
    }
    if let Some(plain) = name.strip_prefix("r#") {
        return error(
            format!("`{name}` is not the name of a parameter"),
            format!("write `{{{plain}}}`; the argument is still called `{name}`"),
        );
    }
    if name == "_" || NEVER_ARGUMENTS.contains(&name) || !is_identifier(name) {
        return error(
            format!("`{name}` cannot be the name of a parameter"),
            match suggestion(name) {
                Some(better) => format!("a name is letters, digits and `_`: write `{{{better}}}`"),
                None => "a name is letters, digits and `_`, and does not start with a digit".into(),
            },
        );
    }
    Ok(())
}

fn is_identifier(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit()) && name.chars().all(is_name_character)
}

pub(crate) fn is_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// `name` with every foreign character replaced, where that makes a good name.
fn suggestion(name: &str) -> Option<String> {
    let better = name.trim().replace(|character| !is_name_character(character), "_");
    let good = better != name && is_identifier(&better) && better.chars().any(char::is_alphanumeric);
    good.then_some(better)
}
