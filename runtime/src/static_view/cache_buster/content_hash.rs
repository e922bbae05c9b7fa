//! Tokens that are hashes of the files.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::{CacheBusterError, StaticAsset, Tokenize};
use crate::request::Request;

/// The first eight bytes of a file's SHA-256, as sixteen digits.
///
/// A file is read when its URL is first made, and again when its time or size has changed; each URL asks the file system for these. That
/// blocks, which is short on a local disk. Of a file that is not there no URL can be made.
///
/// Source: what Pyramid's documentation shows as an example of a `tokenize`.
#[derive(Debug, Default)]
pub struct ContentHash {
    known: Mutex<HashMap<PathBuf, Known>>,
}

/// A hash, and what the file was like.
#[derive(Clone, Debug)]
struct Known {
    state: (Option<SystemTime>, u64),
    token: String,
}

impl ContentHash {
    /// One that has read no file yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn of(&self, file: &Path) -> Result<String, CacheBusterError> {
        let metadata = fs::metadata(file)?;
        let state = (metadata.modified().ok(), metadata.len());
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known().get(file).filter(|known| known.state == state && state.0.is_some()) {
            return Ok(known.token.clone());
        }
        let token = token(&fs::read(file)?);
        known().insert(file.to_owned(), Known { state, token: token.clone() });
        Ok(token)
    }
}

impl Tokenize for ContentHash {
    fn tokenize(&self, _: &Request, asset: &StaticAsset<'_>) -> Result<String, CacheBusterError> {
        self.of(asset.file())
    }
}

fn token(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_that_of_the_content() {
        let file = std::env::temp_dir().join(format!("pyramidion-content-hash-{}", std::process::id()));
        let hash = ContentHash::new();
        assert!(hash.of(&file).is_err());
        fs::write(&file, "abc").unwrap();
        // FIPS 180-4: the hash of "abc".
        assert_eq!(hash.of(&file).unwrap(), "ba7816bf8f01cfea");
        assert_eq!(hash.of(&file).unwrap(), "ba7816bf8f01cfea");
        fs::write(&file, "other").unwrap();
        assert_eq!(hash.of(&file).unwrap(), token(b"other"));
        fs::remove_file(&file).unwrap();
        assert!(hash.of(&file).is_err());
    }
}
