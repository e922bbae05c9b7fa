//! What settings say of the server.

use super::error::{ConfigurationError, Problem};
use super::quantities::{at_least_one, bytes, duration, number, or_off, some_time};
use super::settings::Settings;
use crate::server::{Options, Server};

/// Before the name of an option, in settings.
const PREFIX: &str = "server.";

const OPTIONS: &str = "header_read_timeout, keep_alive_timeout, body_read_timeout, request_timeout, write_timeout, \
    max_body_size, max_header_size, max_headers, max_concurrent_streams, max_connections, max_connections_per_address, \
    drain_timeout, drain_spread and drain_code";

impl Server {
    /// Has the settings `server.*` go over what code says. Each is named as the method that does the same:
    /// `server.request_timeout` is [`request_timeout`](Self::request_timeout).
    ///
    /// Durations are written as `30s`, `250ms`, `2m` or `1h`, sizes as `65536`, `64 KiB` or `2 MiB`; what need not have a limit
    /// can be `off`. [`run`](crate::run) does this with the application's settings.
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
    /// All settings `server.*` that are wrong or not known, at once.
    pub fn configure(mut self, settings: &Settings) -> Result<Self, ConfigurationError> {
        let problems = apply(self.options_mut(), settings);
        ConfigurationError::check(problems)?;
        Ok(self)
    }
}

/// What is wrong with the settings of the server that will serve the application.
pub(super) fn problems(settings: &Settings) -> Vec<Problem> {
    apply(&mut Options::default(), settings)
}

fn apply(options: &mut Options, settings: &Settings) -> Vec<Problem> {
    let ours =
        settings.iter().filter_map(|(setting, text)| Some((setting, setting.strip_prefix(PREFIX)?, text.trim())));
    let mut problem = |(setting, option, text)| {
        let why = set(options, option, text).err()?;
        Some(Problem::new(format!("the setting `{setting}` is `{text}`, which is wrong: {why}"), []))
    };
    ours.filter_map(&mut problem).collect()
}

fn set(options: &mut Options, option: &str, text: &str) -> Result<(), String> {
    match option {
        "header_read_timeout" => options.header_read_timeout = some_time(text)?,
        "keep_alive_timeout" => options.keep_alive_timeout = some_time(text)?,
        "body_read_timeout" => options.body_read_timeout = or_off(text, some_time)?,
        "request_timeout" => options.request_timeout = or_off(text, some_time)?,
        "write_timeout" => options.write_timeout = or_off(text, some_time)?,
        "max_body_size" => options.max_body_size = or_off(text, bytes)?,
        "max_header_size" => options.max_header_size = bytes(text)?,
        "max_headers" => options.max_headers = at_least_one(text)?,
        "max_concurrent_streams" => {
            options.max_concurrent_streams = u32::try_from(at_least_one(text)?).unwrap_or(u32::MAX);
        }
        "max_connections" => options.max_connections = at_least_one(text)?,
        "max_connections_per_address" => options.max_connections_per_address = or_off(text, at_least_one)?,
        "drain_timeout" => options.drain_timeout = duration(text)?,
        "drain_spread" => options.drain_spread = duration(text)?,
        "drain_code" => options.drain_code = close_code(text)?,
        _ => return Err(format!("servers have no option `{option}`\nhelp: there are {OPTIONS}")),
    }
    Ok(())
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
    fn every_option_can_be_set() {
        for option in OPTIONS.replace(" and ", ", ").split(", ") {
            let text = if option == "drain_code" { "1001" } else { "64" };
            set(&mut Options::default(), option, text).unwrap();
        }
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
        assert_eq!(options.request_timeout, None);
        assert_eq!(options.header_read_timeout, Duration::from_millis(250));
        assert_eq!(options.max_body_size, Some(65_536));
        assert_eq!(options.write_timeout, Options::default().write_timeout);
    }

    #[test]
    fn mistakes_are_found_when_the_application_is_built() {
        for (setting, text, why) in [
            ("server.header_read_timeout", "soon", "`soon` is no unit of time"),
            ("server.header_read_timeout", "0s", "it is no time at all"),
            ("server.header_read_timeout", "off", "no unit of time"),
            ("server.max_body_size", "huge", "it is no size"),
            ("server.max_connections", "0", "it is zero"),
            ("server.drain_code", "1000", "do not close websockets with that"),
            ("server.timeout", "1s", "servers have no option `timeout`"),
        ] {
            let error = Configurator::new().add_setting(setting, text).try_make_router().unwrap_err().to_string();
            assert!(error.contains(&format!("the setting `{setting}` is `{text}`")) && error.contains(why), "{error}");
            assert!(error.contains("\n   help: "), "{error}");
        }
    }
}
