//! Texts that nobody can guess.

use std::fmt::Write as _;

/// As many random bytes, in hexadecimal digits; or why the operating system has none.
pub(super) fn random<const BYTES: usize>() -> Result<String, String> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes.iter().fold(String::with_capacity(2 * BYTES), |mut text, byte| {
        _ = write!(text, "{byte:02x}");
        text
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_another_and_as_long() {
        let tokens = [random::<20>().unwrap(), random::<20>().unwrap()];
        assert_ne!(tokens[0], tokens[1]);
        assert!(tokens.iter().all(|token| token.len() == 40 && token.bytes().all(|byte| byte.is_ascii_hexdigit())));
    }
}
