//! Certificates and keys in files (PEM, RFC 7468).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rustls_pki_types::pem::{self, PemObject as _};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use super::TlsError;

/// Where they are.
#[derive(Debug)]
pub(super) struct PemFiles {
    pub(super) certificate: PathBuf,
    pub(super) key: PathBuf,
}

/// What of the files changes when they are replaced.
pub(super) type Stamps = [Option<(Option<SystemTime>, u64, u64)>; 2];

impl PemFiles {
    pub(super) fn read(&self) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), TlsError> {
        let chain = CertificateDer::pem_slice_iter(&read(&self.certificate)?)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| TlsError::Pem(self.certificate.clone(), error))?;
        if chain.is_empty() {
            return Err(TlsError::NoCertificate(self.certificate.clone()));
        }
        Ok((chain, self.read_key()?))
    }

    fn read_key(&self) -> Result<PrivateKeyDer<'static>, TlsError> {
        let text = read(&self.key)?;
        PrivateKeyDer::from_pem_slice(&text).map_err(|error| match error {
            pem::Error::NoItemsFound if is_encrypted(&text) => TlsError::EncryptedKey(self.key.clone()),
            pem::Error::NoItemsFound => TlsError::NoKey(self.key.clone()),
            error => TlsError::Pem(self.key.clone(), error),
        })
    }

    pub(super) fn stamps(&self) -> Stamps {
        [&self.certificate, &self.key].map(|path| stamp(path).ok())
    }
}

fn is_encrypted(text: &[u8]) -> bool {
    let label = b"-----BEGIN ENCRYPTED PRIVATE KEY-----";
    text.windows(label.len()).any(|window| window == label)
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    fs::read(path).map_err(|error| TlsError::Read(path.to_owned(), error))
}

/// A symbolic link that leads elsewhere now, as Kubernetes changes its secrets, is another inode.
fn stamp(path: &Path) -> io::Result<(Option<SystemTime>, u64, u64)> {
    let metadata = fs::metadata(path)?;
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let inode = 0;
    Ok((metadata.modified().ok(), metadata.len(), inode))
}
