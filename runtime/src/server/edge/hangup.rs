//! SIGHUP: what deployment has changed is read again, without a restart.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::access_log::LogFile;
use super::notify;
#[cfg(feature = "tls")]
use super::tls::Tls;

/// What is read again: the certificate, and the access log's file.
#[derive(Clone, Debug, Default)]
pub(crate) struct OnHangup {
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<Tls>,
    pub(crate) access_log: Option<LogFile>,
}

impl OnHangup {
    /// From now on SIGHUP does not end the process; the future does at each what there is to do, and never ends.
    ///
    /// # Errors
    ///
    /// The system's.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub(crate) fn listen(self) -> io::Result<impl Future<Output = ()> + Send + 'static> {
        let signals = signal(SignalKind::hangup())?;
        Ok(self.run(signals))
    }

    async fn run(self, mut signals: Signal) {
        while signals.recv().await.is_some() {
            notify::reloading();
            if let Some(file) = &self.access_log {
                file.reopen();
            }
            #[cfg(feature = "tls")]
            if let Some(tls) = &self.tls {
                tls.reload_and_log().await;
            }
            notify::ready();
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::server::edge::test_tools::{Directory, again_in_child};

    /// In a process of its own, since all tests of one process would get the signal.
    #[tokio::test]
    async fn a_hangup_opens_the_log_again() {
        if std::env::var_os("HANGUP_TEST").is_none() {
            again_in_child(concat!(module_path!(), "::a_hangup_opens_the_log_again"), r#"exec "$@""#, |command| {
                command.env("HANGUP_TEST", "yes");
            });
            return;
        }
        let directory = Directory::new();
        let path = directory.file("access.log");
        let on_hangup = OnHangup { access_log: Some(LogFile::open(&path).unwrap()), ..OnHangup::default() };
        let task = tokio::spawn(on_hangup.listen().unwrap());
        std::fs::rename(&path, directory.file("access.log.1")).unwrap();
        let sent = Command::new("sh").args(["-c", "kill -HUP $PPID"]).status().unwrap();
        assert!(sent.success());
        while !path.exists() {
            tokio::task::yield_now().await;
        }
        task.abort();
    }
}
