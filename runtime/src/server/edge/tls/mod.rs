//! TLS by rustls, with a certificate that can be replaced while the server runs.

mod error;
mod files;
mod handshake;
mod validity;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustls::ServerConfig;
use rustls::crypto::ring;
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use self::files::PemFiles;
use self::validity::Validity;

pub(crate) use self::error::TlsError;
pub(crate) use self::handshake::{Acceptor, Handshake};

/// What the server offers, the best first.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// A certificate with its key, for all who accept connections.
///
/// Each [`Acceptor`] keeps the configuration that it has seen last, and looks at an atomic number whether there is another, so a new
/// connection takes no lock unless the certificate has just been replaced.
#[derive(Clone, Debug)]
pub(crate) struct Tls {
    files: Arc<PemFiles>,
    /// The files as they were just before they were read first.
    first: files::Stamps,
    config: watch::Sender<Arc<ServerConfig>>,
}

impl Tls {
    /// Reads a chain of certificates, the server's own first, and its key. A certificate that has expired, or will soon, is warned
    /// of and used.
    ///
    /// # Errors
    ///
    /// [`TlsError`]: what is wrong with which file.
    pub(crate) fn from_pem_files(
        certificate: impl Into<std::path::PathBuf>,
        key: impl Into<std::path::PathBuf>,
    ) -> Result<Self, TlsError> {
        let files = Arc::new(PemFiles { certificate: certificate.into(), key: key.into() });
        let first = files.stamps();
        let config = watch::Sender::new(load(&files)?);
        Ok(Self { files, first, config })
    }

    /// For one who accepts connections. `timeout` is for the handshake.
    pub(crate) fn acceptor(&self, timeout: Duration) -> Acceptor {
        Acceptor::new(self.config.subscribe(), timeout)
    }

    /// Reads the files again, for connections from now on; those that are open keep what they have agreed on.
    ///
    /// # Errors
    ///
    /// [`TlsError`]. The certificate stays as it was.
    pub(crate) fn reload(&self) -> Result<(), TlsError> {
        self.config.send_replace(load(&self.files)?);
        Ok(())
    }

    /// As [`reload`](Self::reload), and says in the log what came of it. Files are read on a thread where that may block.
    pub(crate) async fn reload_and_log(&self) {
        let tls = self.clone();
        let reload = move || match tls.reload() {
            Ok(()) => tracing::info!("the certificate was read again from {}", tls.files.certificate.display()),
            Err(error) => tracing::error!("the certificate stays as it was, since the new one cannot be used: {error}"),
        };
        if let Err(error) = tokio::task::spawn_blocking(reload).await {
            tracing::error!(%error, "the certificate stays as it was");
        }
    }

    /// Looks at the files each `interval`, and reads them again once they have changed. Never ends.
    ///
    /// What changes a certificate may write the two files one after the other: a certificate that does not fit the key yet is
    /// reported, and the next change is seen again.
    pub(crate) async fn watch(self, interval: Duration) {
        let mut seen = self.first;
        let mut ticks = tokio::time::interval(interval);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let stamps = self.stamps().await;
            if stamps != seen {
                seen = stamps;
                self.reload_and_log().await;
            }
        }
    }

    async fn stamps(&self) -> files::Stamps {
        let files = self.files.clone();
        tokio::task::spawn_blocking(move || files.stamps()).await.unwrap_or_default()
    }
}

fn load(files: &PemFiles) -> Result<Arc<ServerConfig>, TlsError> {
    let (chain, key) = files.read()?;
    let leaf = chain.first().cloned();
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Provider)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| TlsError::of_pair(files, error))?;
    config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
    if let Some(leaf) = leaf {
        warn_of(&validity::of(&leaf, SystemTime::now()), files);
    }
    Ok(Arc::new(config))
}

fn warn_of(validity: &Validity, files: &PemFiles) {
    let path = files.certificate.display();
    match validity {
        Validity::Good => {}
        Validity::EndsSoon(date) => tracing::warn!("the certificate {path} ends on {date}\nhelp: renew it"),
        Validity::Ended(date) => {
            tracing::warn!("the certificate {path} has ended on {date}: clients will refuse it\nhelp: renew it");
        }
        Validity::NotYet(date) => tracing::warn!(
            "the certificate {path} is not good before {date}: clients will refuse it\nhelp: set the clock, or use another"
        ),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
