//! The limit as a setting.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// The name of the setting.
pub(crate) const SETTING: &str = "watchdog.limit";

/// How long a poll may take: `100ms`, `2s`, or `off`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Limit(pub(super) Option<Duration>);

/// A text that is no limit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoLimit;

impl FromStr for Limit {
    type Err = NoLimit;

    fn from_str(text: &str) -> Result<Self, NoLimit> {
        if text == "off" {
            return Ok(Self(None));
        }
        let (number, unit): (_, fn(u64) -> Duration) = match text.strip_suffix("ms") {
            Some(number) => (number, Duration::from_millis),
            None => (text.strip_suffix('s').ok_or(NoLimit)?, Duration::from_secs),
        };
        let number: u32 = number.trim_end().parse().map_err(|_| NoLimit)?;
        if number == 0 { Err(NoLimit) } else { Ok(Self(Some(unit(number.into())))) }
    }
}

impl fmt::Display for NoLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "it is neither a time nor `off`\nhelp: write a whole number of `ms` or `s`, such as `100ms`, or `off`",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_time_or_off() {
        let limits =
            [("250ms", Some(Duration::from_millis(250))), ("2 s", Some(Duration::from_secs(2))), ("off", None)];
        for (text, limit) in limits {
            assert_eq!(text.parse(), Ok(Limit(limit)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        for text in ["", "100", "ms", "0ms", "-1s", "1.5s", "on", "5000000000s"] {
            assert_eq!(text.parse::<Limit>(), Err(NoLimit), "{text}");
        }
    }
}
