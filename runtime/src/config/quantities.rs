//! Numbers, durations and sizes, as settings write them.

use std::time::Duration;

pub(super) use pyramidion_patterns::value::duration;

pub(super) fn number(text: &str) -> Result<usize, String> {
    text.parse().map_err(|error| format!("{error}\nhelp: write a whole number, such as 64"))
}

pub(super) fn at_least_one(text: &str) -> Result<usize, String> {
    match number(text)? {
        0 => Err("it is zero\nhelp: write a whole number from 1 on".to_owned()),
        number => Ok(number),
    }
}

/// A duration that is not zero.
pub(super) fn some_time(text: &str) -> Result<Duration, String> {
    match duration(text)? {
        Duration::ZERO => {
            Err("it is no time at all\nhelp: write a duration, such as `30s`, `250ms`, `2m` or `1h`".to_owned())
        }
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
