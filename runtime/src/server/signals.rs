//! The signals by which a process is told to stop.

#[cfg(unix)]
use super::edge::notify;
use super::handle::ServerHandle;

/// SIGINT (Ctrl-C) and SIGTERM, which no longer end the process once this exists.
#[derive(Debug)]
pub(crate) struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(windows)]
    interrupt: tokio::signal::windows::CtrlC,
}

impl Signals {
    #[cfg(unix)]
    pub(crate) fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    #[cfg(windows)]
    pub(crate) fn listen() -> std::io::Result<Self> {
        Ok(Self { interrupt: tokio::signal::windows::ctrl_c()? })
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(windows)]
    async fn next(&mut self) {
        self.interrupt.recv().await;
    }

    /// Drains the server at the first signal, and aborts it at the second.
    pub(crate) async fn stop(mut self, server: ServerHandle) {
        self.next().await;
        #[cfg(unix)]
        notify::stopping();
        server.drain();
        self.next().await;
        tracing::warn!("told to stop a second time: what is open is given up");
        server.abort();
    }
}
