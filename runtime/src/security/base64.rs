//! Base64 (RFC 4648) as Python's `base64.b64decode` reads it: what is no letter of the alphabet is skipped.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

pub(super) use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// What `text` stands for. `None` if it ends too early, or is not padded.
pub(super) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    LENIENT.decode(letters(text)?).ok()
}

/// As [`decode`], of the alphabet for URLs as well, padded or not.
pub(super) fn decode_urlsafe(text: &[u8]) -> Option<Vec<u8>> {
    let padding = text.len().wrapping_neg() % 4;
    let letters = text.iter().map(|byte| match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => *other,
    });
    decode(&letters.chain(std::iter::repeat_n(b'=', padding)).collect::<Vec<u8>>())
}

pub(super) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub(super) fn encode_urlsafe(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The letters up to the padding that ends the text.
fn letters(text: &[u8]) -> Option<Vec<u8>> {
    let mut letters = Vec::with_capacity(text.len());
    let mut pads = 0;
    for byte in text {
        let open = letters.len() % 4;
        match byte {
            b'=' if open >= 2 => {
                pads += 1;
                if open + pads >= 4 {
                    return Some(letters);
                }
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => {
                pads = 0;
                letters.push(*byte);
            }
            _ => {}
        }
    }
    letters.len().is_multiple_of(4).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line is what Python 3.11 answers.
    #[test]
    fn texts_are_read_as_python_does() {
        for (text, read) in [
            ("YWRh", Some("ada")),
            ("YW Rh\n", Some("ada")),
            ("YWQ=", Some("ad")),
            ("YR==", Some("a")),
            ("YQ==YWRh", Some("a")),
            ("Y=Q==", Some("a")),
            ("=YWRh", Some("ada")),
            ("YQ=", None),
            ("YQ", None),
            ("Y", None),
            ("é!", Some("")),
            ("", Some("")),
        ] {
            assert_eq!(decode(text.as_bytes()), read.map(Vec::from), "{text}");
        }
    }

    #[test]
    fn the_alphabet_for_urls_needs_no_padding() {
        assert_eq!(encode_urlsafe(b"\xff\xfe"), "__4");
        assert_eq!(decode_urlsafe(b"__4"), Some(vec![0xff, 0xfe]));
        assert_eq!(decode_urlsafe(b"//4="), Some(vec![0xff, 0xfe]));
        assert_eq!(decode_urlsafe(b"_"), None);
    }
}
