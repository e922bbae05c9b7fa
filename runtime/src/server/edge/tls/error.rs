//! What is wrong with a certificate or its key.

use std::fmt;
use std::io;
use std::path::PathBuf;

use rustls_pki_types::pem;

use super::files::PemFiles;

/// Why a certificate cannot be used.
#[derive(Debug)]
pub(crate) enum TlsError {
    Read(PathBuf, io::Error),
    Pem(PathBuf, pem::Error),
    NoCertificate(PathBuf),
    NoKey(PathBuf),
    EncryptedKey(PathBuf),
    /// The certificate, and the key that is not its own.
    Mismatch(PathBuf, PathBuf),
    /// What rustls says of the two together.
    Unusable(PathBuf, PathBuf, rustls::Error),
    Provider(rustls::Error),
}

impl TlsError {
    pub(super) fn of_pair(files: &PemFiles, error: rustls::Error) -> Self {
        let (certificate, key) = (files.certificate.clone(), files.key.clone());
        match error {
            rustls::Error::InconsistentKeys(_) => Self::Mismatch(certificate, key),
            error => Self::Unusable(certificate, key, error),
        }
    }
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(path, error) => write!(
                f,
                "cannot read {}: {error}\nhelp: set `server.tls_certificate` and `server.tls_key` to files that the server may read",
                path.display()
            ),
            Self::Pem(path, error) => {
                write!(f, "{} is no proper PEM file: {error}\nhelp: it may be cut off; write it again", path.display())
            }
            Self::NoCertificate(path) => write!(
                f,
                "there is no certificate in {}\nhelp: it must hold `-----BEGIN CERTIFICATE-----`, the server's own first",
                path.display()
            ),
            Self::NoKey(path) => write!(
                f,
                "there is no private key in {}\nhelp: it must hold `-----BEGIN PRIVATE KEY-----`, or an RSA or EC private key",
                path.display()
            ),
            Self::EncryptedKey(path) => write!(
                f,
                "the private key in {} is encrypted\nhelp: decrypt it with `openssl pkey -in … -out …`, and let only the server read it",
                path.display()
            ),
            Self::Mismatch(certificate, key) => write!(
                f,
                "the key {} does not fit the certificate {}\nhelp: the server's own certificate must stand first in its file",
                key.display(),
                certificate.display()
            ),
            Self::Unusable(certificate, key, error) => write!(
                f,
                "the certificate {} and the key {} cannot be used: {error}\nhelp: make a key of ECDSA P-256 or RSA, and a certificate of X.509 \
                 version 3 for it",
                certificate.display(),
                key.display()
            ),
            Self::Provider(error) => {
                write!(f, "TLS cannot be set up: {error}\nhelp: report it, since it depends on nothing of yours")
            }
        }
    }
}

impl std::error::Error for TlsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(_, error) => Some(error),
            Self::Pem(_, error) => Some(error),
            Self::Unusable(_, _, error) | Self::Provider(error) => Some(error),
            Self::NoCertificate(_) | Self::NoKey(_) | Self::EncryptedKey(_) | Self::Mismatch(..) => None,
        }
    }
}
