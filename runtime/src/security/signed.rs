//! Data as a text that only the server can write.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::hash::HashAlgorithm;
use super::secret::Secret;
use super::{base64, python_json};

/// Signs data with an HMAC (RFC 2104), so that a client can keep it and not change it. The client can read it.
///
/// The text is base64 of signature and JSON. Nothing in it tells its age: the same text is good forever, unless the data
/// says until when. Source: `WebOb`'s `SignedSerializer` with its `JSONSerializer`, and the same bytes.
///
/// ```
/// use pyramidion::security::SignedSerializer;
///
/// let serializer = SignedSerializer::new("a secret of sixty-four random bytes", "invitation");
/// let text = serializer.dumps(&("ada", 7)).unwrap();
/// assert_eq!(serializer.loads::<(String, u32)>(&text).unwrap(), ("ada".to_owned(), 7));
///
/// let other = SignedSerializer::new("a secret of sixty-four random bytes", "password-reset");
/// assert!(other.loads::<(String, u32)>(&text).is_err());
/// ```
#[derive(Clone)]
pub struct SignedSerializer {
    key: Zeroizing<Vec<u8>>,
    hash: HashAlgorithm,
}

/// Why a text is not one that was signed.
#[derive(Debug)]
#[non_exhaustive]
pub enum SignatureError {
    /// It is no base64.
    Encoding,
    /// It was not signed with this secret, salt and hash.
    Signature,
    /// It was, but holds other data than asked for.
    Data(serde_json::Error),
}

impl SignedSerializer {
    /// Signs with a secret, for the purpose that `salt` names: what was signed for one purpose is no good for another.
    ///
    /// # Panics
    ///
    /// If the secret is empty.
    #[must_use]
    #[track_caller]
    pub fn new(secret: impl Into<Secret>, salt: &str) -> Self {
        let secret = secret.into().not_empty("SignedSerializer");
        Self { key: salted(&secret, salt), hash: HashAlgorithm::default() }
    }

    /// Signs with another hash than SHA-512.
    #[must_use]
    pub fn hash(mut self, hash: HashAlgorithm) -> Self {
        self.hash = hash;
        self
    }

    /// The data, signed.
    ///
    /// # Errors
    ///
    /// Data that has no JSON, such as a map whose keys are lists.
    pub fn dumps<T: Serialize + ?Sized>(&self, data: &T) -> serde_json::Result<String> {
        let json = python_json::to_vec(data)?;
        let signature = self.hash.hmac(&self.key, &json);
        Ok(base64::encode_urlsafe(&[signature, json].concat()))
    }

    /// The data of a text that was signed.
    ///
    /// # Errors
    ///
    /// [`SignatureError`].
    pub fn loads<T: DeserializeOwned>(&self, text: &str) -> Result<T, SignatureError> {
        let bytes = base64::decode_urlsafe(text.as_bytes()).ok_or(SignatureError::Encoding)?;
        let (signature, json) = bytes.split_at_checked(self.hash.size()).ok_or(SignatureError::Signature)?;
        let genuine = self.hash.hmac(&self.key, json).ct_eq(signature);
        if !bool::from(genuine) {
            return Err(SignatureError::Signature);
        }
        serde_json::from_slice(json).map_err(SignatureError::Data)
    }
}

/// Salt and secret in Latin-1 if that has all their characters, as old versions of `WebOb` had it, else in UTF-8.
fn salted(secret: &Secret, salt: &str) -> Zeroizing<Vec<u8>> {
    let secret_bytes = match secret.text() {
        Some(text) => latin1(text),
        None => Some(Zeroizing::new(secret.bytes().to_vec())),
    };
    let (salt, secret) = match (latin1(salt), secret_bytes) {
        (Some(salt), Some(secret)) => (salt, secret),
        _ => (Zeroizing::new(salt.as_bytes().to_vec()), Zeroizing::new(secret.bytes().to_vec())),
    };
    Zeroizing::new([salt.as_slice(), secret.as_slice()].concat())
}

fn latin1(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    text.chars().map(|char| u8::try_from(char).ok()).collect::<Option<Vec<u8>>>().map(Zeroizing::new)
}

impl fmt::Debug for SignedSerializer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedSerializer").field("hash", &self.hash).finish_non_exhaustive()
    }
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding => f.write_str("the signed text is no base64\nhelp: is it cut off?"),
            Self::Signature => f.write_str(
                "the text was not signed by this application\n\
                 help: look whether secret, salt and hash are those that it was signed with",
            ),
            Self::Data(cause) => write!(f, "the signed data is not what is expected here: {cause}"),
        }
    }
}

impl std::error::Error for SignatureError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Data(cause) => Some(cause),
            Self::Encoding | Self::Signature => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn serializer() -> SignedSerializer {
        SignedSerializer::new("secret", "salt")
    }

    #[test]
    fn what_is_wrong_is_told() {
        let text = serializer().dumps(&["ada"]).unwrap();
        assert!(matches!(serializer().loads::<Value>("A"), Err(SignatureError::Encoding)));
        assert!(matches!(serializer().loads::<Value>(""), Err(SignatureError::Signature)));
        assert!(matches!(serializer().loads::<Value>(&text[4..]), Err(SignatureError::Signature)));
        assert!(matches!(serializer().loads::<[u8; 1]>(&text), Err(SignatureError::Data(_))));
        let sha256 = serializer().hash(HashAlgorithm::Sha256);
        assert!(matches!(sha256.loads::<Value>(&text), Err(SignatureError::Signature)));
    }

    #[test]
    fn a_secret_may_be_bytes() {
        let text = SignedSerializer::new(&b"\xe9"[..], "").dumps("x").unwrap();
        let latin1 = SignedSerializer::new("é", "");
        assert_eq!(latin1.loads::<String>(&text).unwrap(), "x");
        let utf8 = SignedSerializer::new("é".as_bytes(), "");
        assert!(utf8.loads::<String>(&text).is_err());
    }

    #[test]
    fn the_key_does_not_show() {
        assert_eq!(format!("{:?}", serializer()), "SignedSerializer { hash: Sha512, .. }");
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC*", letters in "[A-Za-z0-9_-]*") {
            prop_assert!(serializer().loads::<Value>(&text).is_err());
            prop_assert!(serializer().loads::<Value>(&letters).is_err());
        }

        #[test]
        fn what_is_signed_is_read(data in any::<(String, Vec<i64>, Option<bool>)>()) {
            let text = serializer().dumps(&data).unwrap();
            prop_assert_eq!(serializer().loads::<(String, Vec<i64>, Option<bool>)>(&text).unwrap(), data);
        }
    }
}
