//! What settings say of the server.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use pyramidion_patterns::did_you_mean;

use super::by_path::by_path;
use super::error::{ConfigurationError, Problem};
use super::quantities::{bytes, bytes_within, number, or_off, some_time, time, within};
use super::settings::Settings;
use crate::server::bounds::{
    MAX_BACKLOG, MAX_FILES, MAX_HEADER_SIZE, MAX_HEADERS, MAX_RESETS, MAX_STREAMS, SEND_BUFFERS, WINDOWS,
};
use crate::server::edge::address::BindAddresses;
use crate::server::edge::workers::WorkersSetting;
use crate::server::{Options, Server};

/// Before the name of an option, in settings.
const PREFIX: &str = "server.";

/// Reads the text of an option.
type Read = fn(&mut Options, &str) -> Result<(), String>;

const OPTIONS: [(&str, Read); 35] = [
    ("access_log", |options, text| parsed(text).map(|it| options.edges.access_log = Some(it))),
    ("access_log_file", |options, text| parsed(text).map(|it| options.edges.access_log_file = Some(it))),
    ("backlog", |options, text| within(text, 1..=MAX_BACKLOG).map(|it| options.edges.backlog = it as i32)),
    ("bind", |options, text| parsed(text).map(|BindAddresses(it)| options.edges.bind = Some(it))),
    ("body_read_timeout", |options, text| by_path(&mut options.body_read_timeout, text, time_or_off)),
    ("drain_code", |options, text| close_code(text).map(|it| options.drain_code = it)),
    ("drain_spread", |options, text| time(text).map(|it| options.drain_spread = it)),
    ("drain_timeout", |options, text| time(text).map(|it| options.drain_timeout = it)),
    ("forwarded_headers", |options, text| parsed(text).map(|it| options.edges.forwarded.family = it)),
    ("header_read_timeout", |options, text| some_time(text).map(|it| options.header_read_timeout = it)),
    ("http2_initial_connection_window_size", |options, text| {
        window(text).map(|it| options.http2.initial_connection_window_size = it)
    }),
    ("http2_initial_stream_window_size", |options, text| {
        window(text).map(|it| options.http2.initial_stream_window_size = it)
    }),
    ("http2_max_local_error_reset_streams", |options, text| {
        within(text, 1..=MAX_RESETS).map(|it| options.http2.max_local_error_reset_streams = it)
    }),
    ("http2_max_pending_accept_reset_streams", |options, text| {
        within(text, 1..=MAX_RESETS).map(|it| options.http2.max_pending_accept_reset_streams = it)
    }),
    ("http2_max_send_buffer_size", |options, text| {
        bytes_within(text, SEND_BUFFERS).map(|it| options.http2.max_send_buffer_size = it)
    }),
    ("http2_ping_interval", |options, text| time_or_off(text).map(|it| options.http2.ping_interval = it)),
    ("http2_ping_timeout", |options, text| some_time(text).map(|it| options.http2.ping_timeout = it)),
    ("keep_alive_timeout", |options, text| some_time(text).map(|it| options.keep_alive_timeout = it)),
    ("lingering_time", |options, text| some_time(text).map(|it| options.lingering_time = it)),
    ("max_body_size", |options, text| by_path(&mut options.max_body_size, text, body_size)),
    ("max_concurrent_streams", |options, text| {
        within(text, 1..=MAX_STREAMS).map(|it| options.max_concurrent_streams = it as u32)
    }),
    ("max_connections", |options, text| within(text, 1..=MAX_FILES).map(|it| options.max_connections = it)),
    ("max_connections_per_address", |options, text| {
        or_off(text, |text| within(text, 1..=MAX_FILES)).map(|it| options.max_connections_per_address = it)
    }),
    ("max_header_size", |options, text| bytes_within(text, 1..=MAX_HEADER_SIZE).map(|it| options.max_header_size = it)),
    ("max_headers", |options, text| within(text, 1..=MAX_HEADERS).map(|it| options.max_headers = it)),
    ("request_timeout", |options, text| by_path(&mut options.request_timeout, text, time_or_off)),
    ("reuse_port", |options, text| switch(text).map(|it| options.edges.reuse_port = it)),
    ("tls_certificate", |options, text| parsed(text).map(|it| options.edges.tls_certificate = Some(it))),
    ("tls_handshake_timeout", |options, text| some_time(text).map(|it| options.edges.tls_handshake_timeout = it)),
    ("tls_key", |options, text| parsed(text).map(|it| options.edges.tls_key = Some(it))),
    ("tls_watch", |options, text| time_or_off(text).map(|it| options.edges.tls_watch = it)),
    ("trusted_proxies", |options, text| parsed(text).map(|it| options.edges.forwarded.trusted = it)),
    ("unix_socket_mode", |options, text| parsed(text).map(|it| options.edges.unix_socket_mode = it)),
    ("workers", |options, text| parsed(text).map(|WorkersSetting(it)| options.edges.workers = Some(it))),
    ("write_timeout", |options, text| time_or_off(text).map(|it| options.write_timeout = it)),
];

impl Server {
    /// Has the settings `server.*` go over what code says. Limits are named as the method that does the same:
    /// `server.request_timeout` is [`request_timeout`](Self::request_timeout). Certificate and access log are opened here;
    /// `server.bind` and `server.workers` are for [`run`](crate::run) alone. The module [`server`](crate::server) lists them all.
    ///
    /// Durations are written as `30s`, `250ms`, `2m` or `1h`, sizes as `65536`, `64 KiB` or `2 MiB`; what need not have a limit
    /// can be `off`, and what can be different for some paths is written as `2 MiB, /upload 1 GiB`. [`run`](crate::run) does this
    /// with the application's settings.
    ///
    /// ```
    /// use pyramidion::{Server, Settings};
    ///
    /// let settings: Settings = [("server.max_body_size", "64 KiB"), ("server.request_timeout", "off")].into_iter().collect();
    /// let server = Server::new(axum::Router::new()).configure(&settings)?;
    /// # Ok::<(), pyramidion::ConfigurationError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// All settings `server.*` that are wrong or not known, at once; or else all files that cannot be opened.
    pub fn configure(mut self, settings: &Settings) -> Result<Self, ConfigurationError> {
        let problems = apply(self.options_mut(), settings);
        ConfigurationError::check(problems)?;
        let problems = self.open_edges().err().unwrap_or_default();
        ConfigurationError::check(problems.into_iter().map(|text| Problem::new(text, [])).collect())?;
        Ok(self)
    }
}

/// What is wrong with the settings of the server that will serve the application.
pub(super) fn problems(settings: &Settings) -> Vec<Problem> {
    apply(&mut Options::default(), settings)
}

/// The names of all settings of servers.
pub(crate) fn server_settings() -> impl Iterator<Item = String> {
    OPTIONS.iter().map(|(option, _)| format!("{PREFIX}{option}"))
}

fn apply(options: &mut Options, settings: &Settings) -> Vec<Problem> {
    let ours = settings.iter().filter_map(|(name, text)| Some((name, name.strip_prefix(PREFIX)?, text.trim())));
    let problem = |(name, option, text)| Some(Problem::new(set(options, name, option, text).err()?, []));
    let mut problems: Vec<_> = ours.filter_map(problem).collect();
    if problems.is_empty() {
        problems.extend(options.contradictions().map(|text| Problem::new(text, [])));
    }
    problems
}

fn set(options: &mut Options, name: &str, option: &str, text: &str) -> Result<(), String> {
    match OPTIONS.iter().find(|(known, _)| *known == option) {
        Some((_, read)) => {
            read(options, text).map_err(|why| format!("the setting `{name}` is `{text}`, which is wrong: {why}"))
        }
        None => {
            let help = did_you_mean(option, OPTIONS.map(|(known, _)| known), "the options are");
            Err(format!("the setting `{name}` names no option of servers\nhelp: {help}"))
        }
    }
}

fn parsed<T: FromStr<Err: Display>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: T::Err| error.to_string())
}

fn switch(text: &str) -> Result<bool, String> {
    match text {
        "true" | "on" => Ok(true),
        "false" | "off" => Ok(false),
        _ => Err("it is neither `true` nor `false`\nhelp: write one of them".to_owned()),
    }
}

fn time_or_off(text: &str) -> Result<Option<Duration>, String> {
    or_off(text, some_time)
}

/// Zero is refused: where others mean by it that there is no limit, here it would let nothing through.
fn body_size(text: &str) -> Result<Option<usize>, String> {
    match or_off(text, bytes)? {
        Some(0) => Err("it is zero\nhelp: write a size, such as `64 KiB`, or `off` for no limit".to_owned()),
        size => Ok(size),
    }
}

fn window(text: &str) -> Result<u32, String> {
    bytes_within(text, WINDOWS).map(|size| size as u32)
}

fn close_code(text: &str) -> Result<u16, String> {
    match number(text) {
        Ok(code @ (1001 | 1012)) => Ok(code as u16),
        _ => {
            Err("servers that stop do not close websockets with that\nhelp: write 1012 (restart) or 1001 (going away)"
                .to_owned())
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::config::Configurator;

    #[test]
    fn every_option_says_what_is_wrong_with_it() {
        for (option, read) in OPTIONS.into_iter().filter(|(option, _)| !option.starts_with("tls_")) {
            let is_a_path = option == "access_log_file";
            let result = read(&mut Options::default(), "no such text");
            assert!(is_a_path || result.unwrap_err().contains("\nhelp: "), "{option}");
        }
        assert!(OPTIONS.is_sorted_by_key(|(option, _)| *option));
    }

    #[test]
    fn every_option_is_documented() {
        let pages = [include_str!("../../docs/deploying.md"), include_str!("../server/mod.rs")];
        for name in server_settings() {
            assert!(pages.iter().all(|page| page.contains(&name)), "{name}");
        }
    }

    #[test]
    fn edges_are_read_by_the_same_rules() {
        let mut options = Options::default();
        let settings = [
            ("server.bind", "127.0.0.1:80 unix:/run/a.sock"),
            ("server.tls_watch", "off"),
            ("server.workers", "2"),
            ("server.reuse_port", "on"),
            ("server.trusted_proxies", "unix"),
        ];
        assert!(apply(&mut options, &settings.into_iter().collect()).is_empty());
        assert_eq!(options.edges.bind.as_ref().map(Vec::len), Some(2));
        assert_eq!((options.edges.tls_watch, options.edges.workers.map(usize::from)), (None, Some(2)));
        assert!(options.edges.reuse_port && !options.edges.forwarded.trusted.is_empty());
    }

    #[test]
    fn settings_go_over_the_codes_values() {
        let mut options = Options::default();
        let settings = [
            ("server.request_timeout", "off"),
            ("server.header_read_timeout", " 250ms "),
            ("server.max_body_size", "64 KiB"),
            ("page_size", "20"),
        ];
        assert!(apply(&mut options, &settings.into_iter().collect()).is_empty());
        assert_eq!(options.request_timeout.at("/"), None);
        assert_eq!(options.header_read_timeout, Duration::from_millis(250));
        assert_eq!(options.max_body_size.at("/"), Some(65_536));
        assert_eq!(options.write_timeout, Options::default().write_timeout);
    }

    #[test]
    fn http_2_and_its_windows_are_read_by_the_same_rules() {
        let mut options = Options::default();
        let settings = [
            ("server.backlog", "128"),
            ("server.http2_initial_connection_window_size", "8 MiB"),
            ("server.http2_initial_stream_window_size", "4 MiB"),
            ("server.http2_max_local_error_reset_streams", "7"),
            ("server.http2_max_pending_accept_reset_streams", "8"),
            ("server.http2_max_send_buffer_size", "400 KiB"),
            ("server.http2_ping_interval", "off"),
            ("server.http2_ping_timeout", "5s"),
            ("server.lingering_time", "10s"),
        ];
        assert!(apply(&mut options, &settings.into_iter().collect()).is_empty());
        let http2 = &options.http2;
        assert_eq!((options.edges.listen().backlog, options.lingering_time), (128, Duration::from_secs(10)));
        assert_eq!((http2.initial_connection_window_size, http2.initial_stream_window_size), (8 << 20, 4 << 20));
        assert_eq!((http2.max_local_error_reset_streams, http2.max_pending_accept_reset_streams), (7, 8));
        assert_eq!((http2.max_send_buffer_size, http2.ping_interval), (400 << 10, None));
        assert_eq!(http2.ping_timeout, Duration::from_secs(5));
    }

    #[test]
    fn some_limits_may_be_others_for_some_paths() {
        let mut options = Options::default();
        let settings = [
            ("server.max_body_size", "64 KiB, /upload 1 GiB, /raw off"),
            ("server.body_read_timeout", "/upload 1h"),
            ("server.request_timeout", "5s, /upload 2h"),
        ];
        assert!(apply(&mut options, &settings.into_iter().collect()).is_empty());
        let sizes = ["/", "/upload/1", "/raw"].map(|path| options.max_body_size.at(path));
        assert_eq!(sizes, [Some(64 << 10), Some(1 << 30), None]);
        let times = ["/", "/upload"].map(|path| options.body_read_timeout.at(path).unwrap().as_secs());
        assert_eq!(times, [30, 3_600]);
        assert_eq!(options.request_timeout.at("/upload"), Some(Duration::from_secs(7_200)));
    }

    fn problem_with(setting: &str, text: &str) -> String {
        Configurator::new().add_setting(setting, text).try_make_router().unwrap_err().to_string()
    }

    #[test]
    fn mistakes_are_found_when_the_application_is_built() {
        for (setting, text, why) in [
            ("server.header_read_timeout", "soon", "`soon` is no unit of time"),
            ("server.header_read_timeout", "0s", "it is no time at all"),
            ("server.header_read_timeout", "off", "no unit of time"),
            ("server.max_body_size", "huge", "it is no size"),
            ("server.max_connections", "0", "it is zero"),
            ("server.max_connections", "9999999999", "it is too much"),
            ("server.max_body_size", "0", "it is zero"),
            ("server.max_body_size", "1 MiB, /upload", "is a path without a limit"),
            ("server.max_header_size", "1 MiB", "it is too much"),
            ("server.max_headers", "16385", "it is too much"),
            ("server.max_concurrent_streams", "4294967296", "it is too much"),
            ("server.backlog", "0", "it is zero"),
            ("server.backlog", "65536", "it is too much"),
            ("server.keep_alive_timeout", "9999999h", "it is more than a year"),
            ("server.drain_timeout", "99999999999", "it is more than a year"),
            ("server.lingering_time", "0", "it is no time at all"),
            ("server.http2_ping_timeout", "off", "no unit of time"),
            ("server.http2_max_send_buffer_size", "1 KiB", "it is too little"),
            ("server.http2_initial_stream_window_size", "64", "it is too little"),
            ("server.http2_max_pending_accept_reset_streams", "1000000", "it is too much"),
            ("server.workers", "100000", "it is no number of workers"),
            ("server.drain_code", "1000", "do not close websockets with that"),
        ] {
            let error = problem_with(setting, text);
            assert!(error.contains(&format!("the setting `{setting}` is `{text}`")) && error.contains(why), "{error}");
            assert!(error.contains("\n   help: "), "{error}");
        }
        let slip = problem_with("server.request_timout", "1s");
        assert!(
            slip.contains("`server.request_timout` names no option")
                && slip.contains("did you mean `request_timeout`?")
        );
        assert!(problem_with("server.colour", "1s").contains("help: the options are: `access_log`, "));
        assert!(problem_with("server.tls_key", "k.pem").contains("`server.tls_certificate` is not"));
        assert!(problem_with("server.max_connections_per_address", "30000").contains("more than the 25000 of"));
    }
}
