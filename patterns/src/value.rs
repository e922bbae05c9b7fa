//! Values that settings and keys of attributes have in common: durations, rates, origins.

use std::num::NonZeroU32;
use std::time::Duration;

/// A duration: a number with a unit, such as `30s`, `250ms`, `2m` or `1h`; a number alone is of seconds.
///
/// # Errors
/// What is wrong, and in a second line how durations are written.
///
/// ```
/// use std::time::Duration;
///
/// assert_eq!(pyramidion_patterns::value::duration("1.5m"), Ok(Duration::from_secs(90)));
/// ```
pub fn duration(text: &str) -> Result<Duration, String> {
    let unit_at = text.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let seconds = match unit {
        "" | "s" => 1.0,
        "ms" => 0.001,
        "m" => 60.0,
        "h" => 3_600.0,
        _ => return Err(no_duration(format!("`{unit}` is no unit of time"))),
    };
    let number: f64 = number.trim().parse().map_err(|_| no_duration(format!("`{}` is no number", number.trim())))?;
    Duration::try_from_secs_f64(number * seconds).map_err(|error| no_duration(error.to_string()))
}

fn no_duration(why: String) -> String {
    format!("{why}\nhelp: write a duration, such as `30s`, `250ms`, `2m` or `1h`")
}

/// A rate: a count, a slash and a unit of time, such as `100/s`, `60/m` or `1000/h`.
///
/// # Errors
/// What is wrong, and in a second line how rates are written.
///
/// ```
/// use std::time::Duration;
///
/// let (count, period) = pyramidion_patterns::value::rate("100/s").unwrap();
/// assert_eq!((count.get(), period), (100, Duration::from_secs(1)));
/// ```
pub fn rate(text: &str) -> Result<(NonZeroU32, Duration), String> {
    let wrong = |why: String| format!("{why}\nhelp: write a rate, such as `100/s`, `60/m` or `1000/h`");
    let (count, unit) = text.split_once('/').ok_or_else(|| wrong(format!("`{text}` is no rate")))?;
    let seconds = match unit.trim() {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        unit => return Err(wrong(format!("`{unit}` is no unit of time"))),
    };
    let count = count.trim();
    let count = count.parse().map_err(|_| wrong(format!("`{count}` is no number from 1 on")))?;
    Ok((count, Duration::from_secs(seconds)))
}

/// Checks the origin of a page: scheme and host, with the port if it is not the scheme's own; or `*` for any.
///
/// # Errors
/// What is wrong, and in a second line how origins are written.
///
/// ```
/// assert!(pyramidion_patterns::value::origin("https://example.com:8443").is_ok());
/// assert!(pyramidion_patterns::value::origin("example.com").is_err());
/// ```
pub fn origin(text: &str) -> Result<(), String> {
    let wrong = |why: &str| Err(format!("`{text}` {why}\nhelp: write `https://example.com`, or `*` for any origin"));
    if ["*", "null"].contains(&text) {
        return Ok(());
    }
    let Some((scheme, host)) = text.split_once("://") else { return wrong("has no scheme, so it is no origin") };
    if scheme.is_empty() || host.is_empty() {
        return wrong("is no origin");
    }
    if host.contains('/') {
        return wrong("has a path, which no origin has");
    }
    if host.contains(|letter: char| letter == '*' || letter == '@' || letter.is_whitespace()) {
        return wrong("is no origin: it names one host");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_units() {
        let cases = [("30", 30_000), ("30s", 30_000), ("250 ms", 250), ("1.5m", 90_000), ("2h", 7_200_000)];
        for (text, milliseconds) in cases {
            assert_eq!(duration(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
        for wrong in ["", "s", "-1s", "30 parsecs", "soon", "1e999"] {
            assert!(duration(wrong).is_err_and(|why| why.contains("\nhelp: ")), "{wrong}");
        }
    }

    #[test]
    fn rates_have_a_count_and_a_unit() {
        for (text, count, seconds) in [("100/s", 100, 1), ("6 / m", 6, 60), ("1/h", 1, 3_600)] {
            let rate = rate(text).map(|(count, period)| (count.get(), period.as_secs()));
            assert_eq!(rate, Ok((count, seconds)), "{text}");
        }
        for wrong in ["", "100", "0/s", "-1/s", "100/d", "many/s"] {
            assert!(rate(wrong).is_err_and(|why| why.contains("\nhelp: ")), "{wrong}");
        }
    }

    #[test]
    fn origins_are_scheme_and_host() {
        for right in ["https://example.com", "http://[::1]:6543", "*", "null"] {
            assert_eq!(origin(right), Ok(()), "{right}");
        }
        for wrong in ["", "example.com", "https://", "://a", "https://example.com/", "https://*.example.com"] {
            assert!(origin(wrong).is_err_and(|why| why.contains("\nhelp: ")), "{wrong}");
        }
    }
}
