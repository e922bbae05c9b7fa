//! The settings of the edges: `server.bind`, `server.tls.key` and so on.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use super::access_log::{Format, FormatSetting};
use super::forwarded::{Family, ForwardedPolicy, TrustedProxies};
use super::listen::{ListenOptions, ReusePort};
use super::workers::WorkersSetting;
use super::{BindAddress, BindAddresses};
use crate::config::{Settings, SettingsError};

/// Before the name of an option.
const PREFIX: &str = "server.";

const NAMES: [&str; 12] = [
    "access_log",
    "access_log.file",
    "bind",
    "forwarded_headers",
    "reuse_port",
    "tls.certificate",
    "tls.handshake_timeout",
    "tls.key",
    "tls.watch",
    "trusted_proxies",
    "unix_socket_mode",
    "workers",
];

/// What settings say of the edges.
#[derive(Clone, Debug)]
pub(crate) struct EdgeSettings {
    /// `bind`: where to listen, if it is said.
    pub(crate) bind: Option<Vec<BindAddress>>,
    /// `unix_socket_mode`, in octal digits, and `reuse_port`; `workers` lets them share a port.
    pub(crate) listen: ListenOptions,
    /// `trusted_proxies` and `forwarded_headers` (`forwarded` or `x-forwarded`).
    pub(crate) forwarded: ForwardedPolicy,
    /// `access_log` (`common`, `json`, `off`): off unless set, or `common` if there is a file.
    pub(crate) access_log: Option<Format>,
    /// `access_log.file`
    pub(crate) access_log_file: Option<PathBuf>,
    /// `tls.certificate`, `tls.key`, `tls.watch` and `tls.handshake_timeout`
    pub(crate) tls: Option<TlsSettings>,
    /// `workers`; one runtime with many threads unless set.
    pub(crate) workers: Option<NonZeroUsize>,
}

/// Where the certificate is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TlsSettings {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
    /// How often the files are looked at; never if it is `off`. SIGHUP has them read in any case.
    pub(crate) watch: Option<Duration>,
    pub(crate) handshake_timeout: Duration,
}

impl EdgeSettings {
    /// Reads them all.
    ///
    /// # Errors
    ///
    /// All that is wrong, a text each.
    pub(crate) fn read(settings: &Settings) -> Result<Self, Vec<String>> {
        let mut reader = Reader { settings, problems: Vec::new() };
        let read = Self::of(&mut reader);
        if reader.problems.is_empty() { Ok(read) } else { Err(reader.problems) }
    }

    fn of(reader: &mut Reader<'_>) -> Self {
        let workers = reader.get("workers").map(|WorkersSetting(count)| count);
        let access_log_file = reader.get("access_log.file");
        let access_log =
            reader.get("access_log").map_or(access_log_file.as_ref().map(|_| Format::Common), |FormatSetting(it)| it);
        let trusted = reader.get::<TrustedProxies>("trusted_proxies").unwrap_or_default();
        Self {
            bind: reader.get("bind").map(|BindAddresses(addresses)| addresses),
            listen: listen(reader, workers.is_some()),
            forwarded: ForwardedPolicy { trusted, family: reader.get("forwarded_headers").unwrap_or_default() },
            access_log,
            access_log_file,
            tls: tls(reader),
            workers,
        }
    }

    /// Whether `server.<option>` is read here.
    pub(crate) fn has(option: &str) -> bool {
        NAMES.contains(&option)
    }
}

fn listen(reader: &mut Reader<'_>, has_workers: bool) -> ListenOptions {
    let default = ListenOptions::default();
    let reuse_port = match reader.get("reuse_port").map(|Switch(is_on)| is_on) {
        Some(true) => ReusePort::Processes,
        _ if has_workers => ReusePort::Workers,
        _ => ReusePort::No,
    };
    let unix_mode = reader.get("unix_socket_mode").map_or(default.unix_mode, |Mode(mode)| mode);
    ListenOptions { unix_mode, reuse_port, ..default }
}

fn tls(reader: &mut Reader<'_>) -> Option<TlsSettings> {
    let (certificate, key) = (reader.get("tls.certificate"), reader.get("tls.key"));
    let watch = reader.get("tls.watch").map_or(Some(Duration::from_secs(5)), |Interval(interval)| interval);
    let handshake_timeout = reader.get("tls.handshake_timeout").and_then(|Interval(interval)| interval);
    let handshake_timeout = handshake_timeout.unwrap_or(Duration::from_secs(10));
    match (certificate, key) {
        (Some(certificate), Some(key)) if cfg!(feature = "tls") => {
            Some(TlsSettings { certificate, key, watch, handshake_timeout })
        }
        (None, None) => None,
        (Some(_), Some(_)) => reader.problem(
            "the settings `server.tls.certificate` and `server.tls.key` are set, but pyramidion is built without TLS\n\
             help: build it with the feature `tls`",
        ),
        (Some(_), None) => reader.problem(
            "the setting `server.tls.certificate` is set, but `server.tls.key` is not\nhelp: set `server.tls.key` to the file of the private key",
        ),
        (None, Some(_)) => reader.problem(
            "the setting `server.tls.key` is set, but `server.tls.certificate` is not\nhelp: set `server.tls.certificate` to the file of the certificates",
        ),
    }
}

struct Reader<'a> {
    settings: &'a Settings,
    problems: Vec<String>,
}

impl Reader<'_> {
    fn get<T: FromStr<Err: std::fmt::Display>>(&mut self, name: &str) -> Option<T> {
        debug_assert!(EdgeSettings::has(name), "{name}");
        self.settings.get(&format!("{PREFIX}{name}")).unwrap_or_else(|error: SettingsError| {
            self.problems.push(error.to_string());
            None
        })
    }

    fn problem<T>(&mut self, problem: &str) -> Option<T> {
        self.problems.push(problem.to_owned());
        None
    }
}

struct Switch(bool);

impl FromStr for Switch {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "true" | "on" => Ok(Self(true)),
            "false" | "off" => Ok(Self(false)),
            _ => Err("it is neither `true` nor `false`\nhelp: write one of them"),
        }
    }
}

struct Mode(u32);

impl FromStr for Mode {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mode = u32::from_str_radix(text.trim_start_matches("0o"), 8).ok().filter(|mode| *mode <= 0o777);
        mode.map(Self).ok_or("it is no file mode\nhelp: write octal digits, such as `660`")
    }
}

struct Interval(Option<Duration>);

impl FromStr for Interval {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str =
            "it is no time\nhelp: write a whole number of `s` or `ms` above zero, such as `5s`, or `off`";
        if text == "off" {
            return Ok(Self(None));
        }
        let (number, unit): (_, fn(u64) -> Duration) = match text.strip_suffix("ms") {
            Some(number) => (number, Duration::from_millis),
            None => (text.strip_suffix('s').ok_or(WRONG)?, Duration::from_secs),
        };
        let number = number.trim_end().parse::<u32>().ok().filter(|number| *number > 0).ok_or(WRONG)?;
        Ok(Self(Some(unit(number.into()))))
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

    fn read(settings: &[(&str, &str)]) -> Result<EdgeSettings, Vec<String>> {
        EdgeSettings::read(&settings.iter().map(|(option, text)| (format!("{PREFIX}{option}"), *text)).collect())
    }

    #[test]
    fn nothing_set_is_nothing_on() {
        let edges = read(&[]).unwrap();
        assert_eq!((edges.bind, edges.access_log, edges.tls, edges.workers), (None, None, None, None));
        assert_eq!(edges.listen, ListenOptions::default());
        assert_eq!(edges.forwarded.trusted, TrustedProxies::default());
    }

    #[test]
    fn settings_are_read() {
        let edges = read(&[
            ("bind", "127.0.0.1:80 unix:/run/a.sock"),
            ("access_log.file", "/var/log/a"),
            ("tls.certificate", "c.pem"),
            ("tls.key", "k.pem"),
            ("tls.watch", "off"),
            ("unix_socket_mode", "0600"),
            ("workers", "2"),
            ("trusted_proxies", "unix"),
            ("forwarded_headers", "forwarded"),
        ])
        .unwrap();
        assert_eq!(edges.bind.unwrap().len(), 2);
        assert_eq!(edges.access_log, Some(Format::Common));
        assert_eq!((edges.listen.unix_mode, edges.listen.reuse_port), (0o600, ReusePort::Workers));
        assert_eq!(edges.forwarded.family, Family::Forwarded);
        #[cfg(feature = "tls")]
        assert_eq!(edges.tls.unwrap().watch, None);
        assert_eq!(read(&[("reuse_port", "on"), ("workers", "2")]).unwrap().listen.reuse_port, ReusePort::Processes);
        assert_eq!(read(&[("access_log.file", "a"), ("access_log", "off")]).unwrap().access_log, None);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_with_help() {
        let wrong = [
            ("access_log", "combined"),
            ("bind", "localhost:80"),
            ("forwarded_headers", "both"),
            ("reuse_port", "maybe"),
            ("tls.handshake_timeout", "0s"),
            ("tls.key", "k.pem"),
            ("tls.watch", "soon"),
            ("trusted_proxies", "nginx"),
            ("unix_socket_mode", "999"),
            ("workers", "0"),
        ];
        let problems = read(&wrong).unwrap_err();
        assert_eq!(problems.len(), wrong.len());
        for (name, _) in wrong {
            let problem =
                problems.iter().find(|problem| problem.contains(&format!("the setting `{PREFIX}{name}`"))).unwrap();
            assert!(problem.contains("\nhelp: "), "{problem}");
        }
    }
}
