//! What a server is told of its edges, by settings.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use super::access_log::{Format, FormatSetting};
use super::address::BindAddress;
use super::forwarded::{Family, ForwardedPolicy};
use super::listen::{BACKLOG, ListenOptions, ReusePort};

/// The edges of a server. [`server`](crate::server) says which setting is which.
#[derive(Clone, Debug)]
pub(crate) struct Edges {
    pub(crate) bind: Option<Vec<BindAddress>>,
    pub(crate) unix_socket_mode: FileMode,
    pub(crate) reuse_port: bool,
    pub(crate) backlog: i32,
    /// One runtime with many threads unless set.
    pub(crate) workers: Option<NonZeroUsize>,
    pub(crate) forwarded: ForwardedPolicy,
    pub(crate) access_log: Option<FormatSetting>,
    pub(crate) access_log_file: Option<PathBuf>,
    pub(crate) tls_certificate: Option<PathBuf>,
    pub(crate) tls_key: Option<PathBuf>,
    /// How often the files are looked at. SIGHUP has them read in any case.
    pub(crate) tls_watch: Option<Duration>,
    pub(crate) tls_handshake_timeout: Duration,
}

impl Default for Edges {
    fn default() -> Self {
        Self {
            bind: None,
            unix_socket_mode: FileMode(0o660),
            reuse_port: false,
            backlog: BACKLOG,
            workers: None,
            forwarded: ForwardedPolicy::default(),
            access_log: None,
            access_log_file: None,
            tls_certificate: None,
            tls_key: None,
            tls_watch: Some(Duration::from_secs(5)),
            tls_handshake_timeout: Duration::from_secs(10),
        }
    }
}

impl Edges {
    pub(crate) fn listen(&self) -> ListenOptions {
        let reuse_port = match (self.reuse_port, self.workers) {
            (true, _) => ReusePort::Processes,
            (false, Some(_)) => ReusePort::Workers,
            (false, None) => ReusePort::No,
        };
        ListenOptions { backlog: self.backlog, unix_mode: self.unix_socket_mode.0, reuse_port }
    }

    /// The format of the access log, if there is one: who names a file wants it.
    pub(crate) fn access_log(&self) -> Option<Format> {
        let unless_set = self.access_log_file.as_ref().map(|_| Format::Common);
        self.access_log.map_or(unless_set, |FormatSetting(format)| format)
    }

    /// What is wrong with what is set, each by itself in order.
    pub(crate) fn contradiction(&self) -> Option<&'static str> {
        match (&self.tls_certificate, &self.tls_key) {
            (Some(_), None) => Some(
                "the setting `server.tls_certificate` is set, but `server.tls_key` is not\nhelp: set `server.tls_key` to the file of the private key",
            ),
            (None, Some(_)) => Some(
                "the setting `server.tls_key` is set, but `server.tls_certificate` is not\nhelp: set `server.tls_certificate` to the file of the certificates",
            ),
            (Some(_), Some(_)) if !cfg!(feature = "tls") => Some(
                "the settings `server.tls_certificate` and `server.tls_key` are set, but pyramidion is built without TLS\nhelp: build it with the feature `tls`",
            ),
            _ => None,
        }
    }
}

/// The permissions of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileMode(u32);

impl FromStr for FileMode {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mode = u32::from_str_radix(text.trim_start_matches("0o"), 8).ok().filter(|mode| *mode <= 0o777);
        mode.map(Self).ok_or("it is no file mode\nhelp: write octal digits, such as `660`")
    }
}

impl FromStr for Family {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "forwarded" => Ok(Self::Forwarded),
            "x-forwarded" => Ok(Self::XForwarded),
            _ => Err("it is no family of headers\nhelp: write `forwarded` or `x-forwarded`, whichever the proxy sets"),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_wish_enough_for_a_log() {
        let file = Some(PathBuf::from("access.log"));
        assert_eq!(Edges::default().access_log(), None);
        assert_eq!(Edges { access_log_file: file.clone(), ..Edges::default() }.access_log(), Some(Format::Common));
        let off = Some(FormatSetting(None));
        assert_eq!(Edges { access_log: off, access_log_file: file, ..Edges::default() }.access_log(), None);
    }

    #[test]
    fn workers_share_a_port_with_each_other_only() {
        let workers = Edges { workers: NonZeroUsize::new(2), ..Edges::default() };
        assert_eq!(Edges::default().listen().reuse_port, ReusePort::No);
        assert_eq!(workers.listen().reuse_port, ReusePort::Workers);
        assert_eq!(Edges { reuse_port: true, ..workers }.listen().reuse_port, ReusePort::Processes);
    }

    #[test]
    fn a_certificate_and_its_key_belong_together() {
        let path = Some(PathBuf::from("a.pem"));
        let both = Edges { tls_certificate: path.clone(), tls_key: path, ..Edges::default() };
        assert_eq!(both.contradiction().is_none(), cfg!(feature = "tls"));
        for lonely in [Edges { tls_key: None, ..both.clone() }, Edges { tls_certificate: None, ..both }] {
            assert!(lonely.contradiction().unwrap().contains("\nhelp: "));
        }
    }

    #[test]
    fn a_mode_is_octal() {
        assert_eq!("0600".parse(), Ok(FileMode(0o600)));
        assert!("999".parse::<FileMode>().unwrap_err().contains("\nhelp: "));
    }
}
