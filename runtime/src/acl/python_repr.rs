//! Texts and sequences as Python shows them, for messages that read as Pyramid's do.

use std::fmt::{Display, Formatter, Result, Write as _};

/// A text in quotes. Control characters are escaped, so that nobody can forge lines of a log by the name of a user.
pub(super) struct Text<'a>(pub(super) &'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let quote = if self.0.contains('\'') && !self.0.contains('"') { '"' } else { '\'' };
        f.write_char(quote)?;
        for char in self.0.chars() {
            match char {
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                '\\' => f.write_str("\\\\")?,
                _ if char == quote => write!(f, "\\{char}")?,
                _ if char.is_control() => write!(f, "\\x{:02x}", u32::from(char))?,
                _ => f.write_char(char)?,
            }
        }
        f.write_char(quote)
    }
}

/// `['a', 'b']`
pub(super) fn list(f: &mut Formatter<'_>, items: impl IntoIterator<Item: Display>) -> Result {
    f.write_char('[')?;
    separated(f, items)?;
    f.write_char(']')
}

/// `('a', 'b')`, and `('a',)` for one
pub(super) fn tuple(f: &mut Formatter<'_>, items: impl IntoIterator<Item: Display>) -> Result {
    f.write_char('(')?;
    let comma = if separated(f, items)? == 1 { "," } else { "" };
    write!(f, "{comma})")
}

fn separated(
    f: &mut Formatter<'_>,
    items: impl IntoIterator<Item: Display>,
) -> std::result::Result<usize, std::fmt::Error> {
    let mut count = 0;
    for item in items {
        let comma = if count == 0 { "" } else { ", " };
        write!(f, "{comma}{item}")?;
        count += 1;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_look_as_in_python() {
        for (text, shown) in [
            ("ada", "'ada'"),
            ("o'hara", r#""o'hara""#),
            (r#"'"'"#, r#"'\'"\''"#),
            ("a\nb\\\u{1b}", r"'a\nb\\\x1b'"),
            ("é", "'é'"),
        ] {
            assert_eq!(Text(text).to_string(), shown);
        }
    }
}
