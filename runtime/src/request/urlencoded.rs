//! `application/x-www-form-urlencoded`, as a query and a form's body have it.

use std::borrow::Cow;

use percent_encoding::percent_decode;

/// Bytes that are not UTF-8 once decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotUtf8;

pub(super) type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The decoded names and values in order. `;` separates as `&` does; a name without `=` has an empty value.
pub(super) fn pairs(text: &[u8]) -> impl Iterator<Item = Result<Pair<'_>, NotUtf8>> {
    text.split(|byte| matches!(byte, b'&' | b';')).filter(|piece| !piece.is_empty()).map(|piece| {
        let equals = piece.iter().position(|&byte| byte == b'=');
        let (name, value) = equals.map_or((piece, &piece[..0]), |at| (&piece[..at], &piece[at + 1..]));
        Ok((decode(name)?, decode(value)?))
    })
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, NotUtf8> {
    if !bytes.contains(&b'+') {
        return percent_decode(bytes).decode_utf8().map_err(|_| NotUtf8);
    }
    let spaced: Vec<u8> = bytes.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
    let decoded = percent_decode(&spaced).decode_utf8().map_err(|_| NotUtf8)?;
    Ok(Cow::Owned(decoded.into_owned()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &[u8]) -> Result<Vec<(String, String)>, NotUtf8> {
        pairs(text).map(|pair| pair.map(|(name, value)| (name.into_owned(), value.into_owned()))).collect()
    }

    #[test]
    fn names_and_values() {
        for (text, expected) in [
            ("", &[][..]),
            ("a=1&b=2;c=3", &[("a", "1"), ("b", "2"), ("c", "3")]),
            ("a", &[("a", "")]),
            ("a=&=b&&;", &[("a", ""), ("", "b")]),
            ("a=b=c", &[("a", "b=c")]),
            ("a+b=c%2Bd+%26%C3%A9", &[("a b", "c+d &é")]),
            ("a=100%&b=%zz", &[("a", "100%"), ("b", "%zz")]),
        ] {
            let expected: Vec<_> = expected.iter().map(|&(name, value)| (name.into(), value.into())).collect();
            assert_eq!(read(text.as_bytes()).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn bytes_that_are_no_text() {
        for text in ["a=%FF", "%C3=1", "a=+%C3", "ok=1&a=%ED%A0%80"] {
            assert_eq!(read(text.as_bytes()), Err(NotUtf8), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = read(&bytes);
        }

        #[test]
        fn what_is_encoded_comes_back(name in "\\PC+", value in "\\PC*") {
            let encode = |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
            let text = format!("{}={}", encode(&name), encode(&value));
            prop_assert_eq!(read(text.as_bytes()), Ok(vec![(name, value)]));
        }
    }
}
