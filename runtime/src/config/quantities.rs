//! Numbers, durations and sizes, as settings write them.

use std::time::Duration;

pub(super) fn number(text: &str) -> Result<usize, String> {
    text.parse().map_err(|error| format!("{error}\nhelp: write a whole number, such as 64"))
}

pub(super) fn at_least_one(text: &str) -> Result<usize, String> {
    match number(text)? {
        0 => Err("it is zero\nhelp: write a whole number from 1 on".to_owned()),
        number => Ok(number),
    }
}

/// A number with a unit; a number alone is of seconds.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
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

/// A duration that is not zero.
pub(super) fn some_time(text: &str) -> Result<Duration, String> {
    match duration(text)? {
        Duration::ZERO => Err(no_duration("it is no time at all".to_owned())),
        duration => Ok(duration),
    }
}

/// A number of bytes, which may have a unit.
pub(super) fn bytes(text: &str) -> Result<usize, String> {
    let unit_at = text.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let factor = match unit {
        "" | "B" => Some(1),
        "kB" | "KB" => Some(1_000),
        "MB" => Some(1_000_000),
        "GB" => Some(1_000_000_000),
        "KiB" => Some(1 << 10),
        "MiB" => Some(1 << 20),
        "GiB" => Some(1 << 30),
        _ => None,
    };
    let bytes =
        number.trim().parse().ok().zip(factor).and_then(|(number, factor): (usize, _)| number.checked_mul(factor));
    bytes.ok_or_else(|| "it is no size\nhelp: write a number of bytes, such as `65536`, `64 KiB` or `2 MiB`".to_owned())
}

/// What `read` makes of the text, or nothing if it is `off`.
pub(super) fn or_off<T>(text: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Result<Option<T>, String> {
    if text == "off" { Ok(None) } else { read(text).map(Some).map_err(|why| format!("{why}, or `off`")) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_units() {
        let cases = [("30", 30_000), ("30s", 30_000), ("250 ms", 250), ("1.5m", 90_000), ("2h", 7_200_000)];
        for (text, milliseconds) in cases {
            assert_eq!(duration(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
        for wrong in ["", "s", "-1s", "30 parsecs", "soon", "1e999"] {
            assert!(duration(wrong).unwrap_err().contains("\nhelp: "), "{wrong}");
        }
    }

    #[test]
    fn no_time_is_refused_where_some_is_needed() {
        assert_eq!(some_time("1ms"), Ok(Duration::from_millis(1)));
        assert!(some_time("0s").unwrap_err().contains("\nhelp: "));
    }

    #[test]
    fn sizes_have_units() {
        for (text, size) in [("7", 7), ("64 KiB", 65_536), ("2MiB", 2 << 20), ("3 kB", 3_000), ("1 B", 1)] {
            assert_eq!(bytes(text), Ok(size), "{text}");
        }
        for wrong in ["", "-1", "2 mib", "1.5 MiB", "MB", "99999999999 GiB"] {
            assert!(bytes(wrong).unwrap_err().contains("\nhelp: "), "{wrong}");
        }
    }

    #[test]
    fn what_can_be_off_says_so() {
        assert_eq!(or_off("off", number), Ok(None));
        assert_eq!(or_off("7", number), Ok(Some(7)));
        assert!(or_off("seven", number).unwrap_err().ends_with("or `off`"));
    }
}
