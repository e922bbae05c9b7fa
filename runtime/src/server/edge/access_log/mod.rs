//! The access log: a line for each response, once it has ended.
//!
//! A line is written when the body's last byte has gone to the connection, when a response is given up because its client has gone
//! or its body fails, and when a websocket ends. A request whose client has gone before there was a response has the status 499, as
//! nginx calls it. What hyper refuses before it is a request has a line of its own, which says no more than the status.

mod bare;
mod body;
mod entry;
mod file;
mod format;
mod logging;
mod refusal;

use std::str::FromStr;

pub(crate) use self::bare::Bare;
pub(crate) use self::file::LogFile;
pub(crate) use self::logging::Logging;
pub(crate) use self::refusal::Refusal;

/// The target of the events.
pub(crate) const TARGET: &str = "pyramidion::access";

/// How lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// NCSA's common log format; behind it the seconds that the response took, and `X` if it was aborted, else `-`.
    Common,
    /// One JSON object.
    Json,
}

/// The setting `server.access_log`: `common`, `json` or `off`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FormatSetting(pub(crate) Option<Format>);

impl FromStr for FormatSetting {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "common" => Ok(Self(Some(Format::Common))),
            "json" => Ok(Self(Some(Format::Json))),
            "off" => Ok(Self(None)),
            _ => Err("it is no format of an access log\nhelp: write `common`, `json` or `off`"),
        }
    }
}

/// Where lines go.
#[derive(Clone, Debug)]
pub(crate) enum Sink {
    /// Events of [`TARGET`] at level info.
    Tracing,
    File(LogFile),
}

/// An access log.
#[derive(Clone, Debug)]
pub(crate) struct AccessLog {
    pub(crate) format: Format,
    pub(crate) sink: Sink,
}

impl AccessLog {
    /// Whether anybody reads the lines.
    fn is_read(&self) -> bool {
        match &self.sink {
            Sink::Tracing => tracing::enabled!(target: TARGET, tracing::Level::INFO),
            Sink::File(_) => true,
        }
    }

    fn write(&self, entry: &entry::Entry) {
        self.write_line(match self.format {
            Format::Common => format::common(entry),
            Format::Json => format::json(entry),
        });
    }

    fn write_line(&self, line: String) {
        match &self.sink {
            Sink::Tracing => tracing::info!(target: TARGET, "{line}"),
            Sink::File(file) => file.write(line),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
