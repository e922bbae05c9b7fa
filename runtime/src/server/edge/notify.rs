//! What systemd is told of the server (`sd_notify(3)`). Without systemd, nothing.

use std::sync::Arc;
use std::time::Duration;

use sd_notify::NotifyState;
use tokio::sync::Barrier;

/// Tells that the server listens.
pub(crate) fn ready() {
    tell(&[NotifyState::Ready]);
}

/// Tells that the server accepts no more connections.
pub(crate) fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// Tells that the server reads certificates again. [`ready`] says that it has.
pub(crate) fn reloading() {
    match NotifyState::monotonic_usec_now() {
        Ok(now) => tell(&[NotifyState::Reloading, now]),
        Err(error) => tracing::debug!(%error, "systemd is not told of the reload"),
    }
}

/// systemd's watchdog (`WatchdogSec=`), of which each event loop of the server runs a clone.
#[derive(Clone, Debug)]
pub(crate) struct Watchdog {
    limit: Duration,
    loops: Arc<Barrier>,
}

impl Watchdog {
    /// For a server of so many event loops. Nothing if systemd does not ask.
    pub(crate) fn of(loops: usize) -> Option<Self> {
        let limit = sd_notify::watchdog_enabled().filter(|limit| *limit >= Duration::from_millis(2))?;
        Some(Self { limit, loops: Arc::new(Barrier::new(loops)) })
    }

    /// Tells systemd that the server lives, twice in the time within which it wants to know. Never ends.
    ///
    /// Spawn it on each of the loops: they wait for one another, so one that is blocked for too long keeps all from telling, and
    /// systemd restarts the server.
    pub(crate) async fn run(self) {
        loop {
            if self.loops.wait().await.is_leader() {
                tell(&[NotifyState::Watchdog]);
            }
            tokio::time::sleep(self.limit / 2).await;
        }
    }
}

fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::debug!(%error, "systemd is not told of {state:?}");
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::os::unix::net::UnixDatagram;

    use futures_util::FutureExt as _;

    use super::*;
    use crate::server::edge::test_tools::{Directory, again_in_child};

    /// Plays both roles: systemd, and the server that it starts.
    #[tokio::test]
    async fn systemd_hears_of_it() {
        if std::env::var_os("NOTIFY_SOCKET").is_some() {
            ready();
            reloading();
            // The first ping goes out when all have been polled.
            let watchdog = Watchdog::of(2).unwrap();
            let (mut first, mut second) = (Box::pin(watchdog.clone().run()), Box::pin(watchdog.run()));
            assert!(first.as_mut().now_or_never().is_none());
            stopping();
            assert!(second.as_mut().now_or_never().is_none());
            return;
        }
        assert!(Watchdog::of(1).is_none());
        ready();
        let directory = Directory::new();
        let socket = UnixDatagram::bind(directory.file("notify")).unwrap();
        again_in_child(concat!(module_path!(), "::systemd_hears_of_it"), r#"exec "$@""#, |command| {
            command.env("NOTIFY_SOCKET", directory.file("notify")).env("WATCHDOG_USEC", "3600000000");
        });
        socket.set_nonblocking(true).unwrap(); // All has been sent by now.
        let mut heard = String::new();
        for _ in 0..4 {
            let mut message = [0; 256];
            let length = socket.recv(&mut message).unwrap();
            heard.push_str(str::from_utf8(&message[..length]).unwrap());
        }
        let heard: Vec<_> = heard.lines().map(|line| line.split_inclusive('=').next().unwrap()).collect();
        assert_eq!(heard, ["READY=", "RELOADING=", "MONOTONIC_USEC=", "STOPPING=", "WATCHDOG="]);
    }
}
