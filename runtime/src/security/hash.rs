//! The hashes by which tickets and texts are signed.

use std::fmt;
use std::str::FromStr;

use hmac::digest::block_api::BlockSizeUser;
use hmac::{KeyInit, Mac, SimpleHmac};
use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

/// A hash, by its name in Python's `hashlib`.
///
/// ```
/// use pyramidion::security::HashAlgorithm;
///
/// assert_eq!("sha256".parse(), Ok(HashAlgorithm::Sha256));
/// assert_eq!(HashAlgorithm::default(), HashAlgorithm::Sha512);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum HashAlgorithm {
    /// MD5, which is broken: for cookies of old applications.
    Md5,
    /// SHA-1, which is broken: for cookies of old applications.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    #[default]
    Sha512,
}

const NAMES: [(&str, HashAlgorithm); 6] = [
    ("md5", HashAlgorithm::Md5),
    ("sha1", HashAlgorithm::Sha1),
    ("sha224", HashAlgorithm::Sha224),
    ("sha256", HashAlgorithm::Sha256),
    ("sha384", HashAlgorithm::Sha384),
    ("sha512", HashAlgorithm::Sha512),
];

macro_rules! with_hash {
    ($hash:expr, $function:ident($($argument:expr),*)) => {
        match $hash {
            HashAlgorithm::Md5 => $function::<Md5>($($argument),*),
            HashAlgorithm::Sha1 => $function::<Sha1>($($argument),*),
            HashAlgorithm::Sha224 => $function::<Sha224>($($argument),*),
            HashAlgorithm::Sha256 => $function::<Sha256>($($argument),*),
            HashAlgorithm::Sha384 => $function::<Sha384>($($argument),*),
            HashAlgorithm::Sha512 => $function::<Sha512>($($argument),*),
        }
    };
}

impl HashAlgorithm {
    /// How many bytes it makes.
    pub(super) fn size(self) -> usize {
        with_hash!(self, size_of())
    }

    /// The hash of the parts, one after the other, in hexadecimal digits.
    pub(super) fn hex_digest(self, parts: &[&[u8]]) -> String {
        let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
        let digest = with_hash!(self, digest_of(parts));
        digest.into_iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    /// The HMAC of `message` (RFC 2104).
    pub(super) fn hmac(self, key: &[u8], message: &[u8]) -> Vec<u8> {
        with_hash!(self, hmac_of(key, message))
    }
}

fn size_of<D: Digest>() -> usize {
    <D as Digest>::output_size()
}

fn digest_of<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let chained = parts.iter().fold(D::new(), D::chain_update);
    chained.finalize().to_vec()
}

fn hmac_of<D: Digest + BlockSizeUser>(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mac = SimpleHmac::<D>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.chain_update(message).finalize().into_bytes().to_vec()
}

/// A name of no [`HashAlgorithm`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownHash(String);

impl FromStr for HashAlgorithm {
    type Err = UnknownHash;

    fn from_str(name: &str) -> Result<Self, UnknownHash> {
        let found = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, hash)| *hash).ok_or_else(|| UnknownHash(name.to_owned()))
    }
}

impl fmt::Display for UnknownHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = NAMES.map(|(name, _)| name).join(", ");
        write!(f, "there is no hash `{}`\nhelp: take one of {names}", self.0)
    }
}

impl std::error::Error for UnknownHash {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_known_by_name() {
        for (name, hash) in NAMES {
            assert_eq!(name.parse(), Ok(hash));
            assert_eq!(hash.hex_digest(&[b"x"]).len(), hash.size() * 2);
        }
        let error = "sha9".parse::<HashAlgorithm>().unwrap_err().to_string();
        assert_eq!(error, "there is no hash `sha9`\nhelp: take one of md5, sha1, sha224, sha256, sha384, sha512");
    }

    /// RFC 1321, appendix A.5; RFC 2202, section 2, test case 2.
    #[test]
    fn hashes_are_those_of_the_standards() {
        assert_eq!(HashAlgorithm::Md5.hex_digest(&[b"a", b"bc"]), "900150983cd24fb0d6963f7d28e17f72");
        let hmac = HashAlgorithm::Md5.hmac(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hmac[..4], [0x75, 0x0c, 0x78, 0x3e]);
    }
}
