//! What only the server knows.

use std::fmt;

use zeroize::Zeroizing;

/// A secret by which cookies are signed. It does not show in logs, and is wiped from memory when it is dropped.
///
/// It should be random, as long as what the hash makes (64 bytes for SHA-512), and used for one purpose only.
///
/// ```
/// use pyramidion::security::Secret;
///
/// assert_eq!(format!("{:?}", Secret::from("seekrit")), "Secret(…)");
/// ```
#[derive(Clone)]
pub struct Secret {
    bytes: Zeroizing<Vec<u8>>,
    is_text: bool,
}

impl Secret {
    /// Its bytes; those of a text are UTF-8.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text that it was made of, unless that was bytes.
    pub(super) fn text(&self) -> Option<&str> {
        if self.is_text { std::str::from_utf8(&self.bytes).ok() } else { None }
    }

    /// The secret, for `what` signs with it.
    ///
    /// # Panics
    ///
    /// If it is empty: then anybody could sign.
    #[track_caller]
    pub(super) fn not_empty(self, what: &str) -> Self {
        assert!(
            !self.bytes.is_empty(),
            "the secret of {what} is empty, so anybody could sign\n\
             help: make a random one of 64 bytes, and keep it in a setting that only the server can read"
        );
        self
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self { bytes: Zeroizing::new(text.as_bytes().to_vec()), is_text: true }
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self { bytes: Zeroizing::new(text.into_bytes()), is_text: true }
    }
}

impl From<&[u8]> for Secret {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl From<Vec<u8>> for Secret {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes: Zeroizing::new(bytes), is_text: false }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "the secret of AuthTkt is empty")]
    fn an_empty_one_is_refused() {
        let _ = Secret::from("").not_empty("AuthTkt");
    }
}
