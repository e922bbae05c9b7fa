//! What a server opens at its edges.

use std::io;
use std::sync::Arc;

use tokio_util::task::AbortOnDropHandle;

use super::Server;
use super::edge::access_log::{AccessLog, LogFile, Sink};
#[cfg(unix)]
use super::edge::hangup::OnHangup;
use super::edge::listen::Bound;
use super::edge::options::Edges;
#[cfg(feature = "tls")]
use super::edge::tls::{Tls, TlsError};
use super::encryption::Encryption;

impl Server {
    /// Opens what settings name: the access log and the certificate.
    ///
    /// # Errors
    ///
    /// All that cannot be opened, a text each.
    pub(crate) fn open_edges(&mut self) -> Result<(), Vec<String>> {
        let mut problems = Vec::new();
        match access_log(&self.options.edges) {
            Ok(log) => self.access_log = log.map(Arc::new),
            Err(error) => problems.push(error),
        }
        #[cfg(feature = "tls")]
        match tls(&self.options.edges) {
            Ok(tls) => self.tls = tls,
            Err(error) => problems.push(error.to_string()),
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Listens on sockets that are there already.
    ///
    /// # Errors
    ///
    /// The system's.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub(crate) fn listen_at(mut self, sockets: Vec<Bound>) -> io::Result<Self> {
        for socket in sockets {
            self.listeners.push(socket.into_listener()?);
        }
        Ok(self)
    }

    pub(crate) fn edges(&self) -> &Edges {
        &self.options.edges
    }

    /// How URLs of this server begin.
    pub(crate) fn scheme(&self) -> &'static str {
        if self.is_https() { "https" } else { "http" }
    }

    #[cfg(feature = "tls")]
    pub(super) fn is_https(&self) -> bool {
        self.tls.is_some()
    }

    #[cfg(not(feature = "tls"))]
    pub(super) fn is_https(&self) -> bool {
        false
    }

    #[cfg(feature = "tls")]
    pub(super) fn encryption(&self) -> Encryption {
        let timeout = self.options.edges.tls_handshake_timeout;
        Encryption::new(self.tls.as_ref().map(|tls| tls.acceptor(timeout)))
    }

    #[cfg(not(feature = "tls"))]
    pub(super) fn encryption(&self) -> Encryption {
        Encryption::default()
    }

    /// Has the certificate read again once it has changed, for as long as the handle lives.
    #[cfg(feature = "tls")]
    pub(super) fn watch(&self) -> Option<AbortOnDropHandle<()>> {
        let (tls, interval) = self.tls.clone().zip(self.options.edges.tls_watch)?;
        Some(AbortOnDropHandle::new(tokio::spawn(tls.watch(interval))))
    }

    #[cfg(not(feature = "tls"))]
    pub(super) fn watch(&self) -> Option<AbortOnDropHandle<()>> {
        None
    }

    /// What is read again at a SIGHUP.
    #[cfg(unix)]
    pub(crate) fn on_hangup(&self) -> OnHangup {
        OnHangup {
            #[cfg(feature = "tls")]
            tls: self.tls.clone(),
            access_log: self.access_log.as_ref().and_then(|log| match &log.sink {
                Sink::File(file) => Some(file.clone()),
                Sink::Tracing => None,
            }),
        }
    }
}

fn access_log(edges: &Edges) -> Result<Option<AccessLog>, String> {
    let Some(format) = edges.access_log() else { return Ok(None) };
    let sink = match &edges.access_log_file {
        Some(path) => Sink::File(LogFile::open(path).map_err(|error| error.to_string())?),
        None => Sink::Tracing,
    };
    Ok(Some(AccessLog { format, sink }))
}

#[cfg(feature = "tls")]
fn tls(edges: &Edges) -> Result<Option<Tls>, TlsError> {
    match (&edges.tls_certificate, &edges.tls_key) {
        (Some(certificate), Some(key)) => Tls::from_pem_files(certificate, key).map(Some),
        _ => Ok(None),
    }
}
