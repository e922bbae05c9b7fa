//! Numbers, durations and sizes, as settings write them.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::time::Duration;

pub(super) use pyramidion_patterns::value::duration;

use crate::server::bounds::LONGEST;

pub(super) fn number(text: &str) -> Result<usize, String> {
    text.parse().map_err(|error| format!("{error}\nhelp: write a whole number, such as 64"))
}

pub(super) fn at_least_one(text: &str) -> Result<usize, String> {
    match number(text)? {
        0 => Err("it is zero\nhelp: write a whole number from 1 on".to_owned()),
        number => Ok(number),
    }
}

/// A number that is not out of all proportion.
pub(super) fn within(text: &str, range: RangeInclusive<usize>) -> Result<usize, String> {
    let number = number(text)?;
    let (least, most) = (range.start(), range.end());
    in_range(number, &range, || format!("a whole number from {least} to {most}"))
}

/// A duration that is not zero, and ends within a year.
pub(super) fn some_time(text: &str) -> Result<Duration, String> {
    match time(text)? {
        Duration::ZERO => {
            Err("it is no time at all\nhelp: write a duration, such as `30s`, `250ms`, `2m` or `1h`".to_owned())
        }
        duration => Ok(duration),
    }
}

/// A duration that ends within a year.
pub(super) fn time(text: &str) -> Result<Duration, String> {
    let time = duration(text)?;
    if time > LONGEST {
        return Err("it is more than a year\nhelp: write a duration that ends within one, such as `24h`".to_owned());
    }
    Ok(time)
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

/// A number of bytes that is not out of all proportion.
pub(super) fn bytes_within(text: &str, range: RangeInclusive<usize>) -> Result<usize, String> {
    let size = bytes(text)?;
    let (least, most) = (Size(*range.start()), Size(*range.end()));
    in_range(size, &range, || format!("a size from `{least}` to `{most}`"))
}

fn in_range(value: usize, range: &RangeInclusive<usize>, wanted: impl FnOnce() -> String) -> Result<usize, String> {
    let why = match value {
        _ if range.contains(&value) => return Ok(value),
        0 => "it is zero",
        _ if value < *range.start() => "it is too little",
        _ => "it is too much to mean anything",
    };
    Err(format!("{why}\nhelp: write {}", wanted()))
}

/// A number of bytes as people read it.
struct Size(usize);

impl Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            size if size >= 1 << 20 && size.is_multiple_of(1 << 20) => write!(f, "{} MiB", size >> 20),
            size if size >= 1 << 10 && size.is_multiple_of(1 << 10) => write!(f, "{} KiB", size >> 10),
            size => size.fmt(f),
        }
    }
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
    fn what_is_out_of_proportion_is_refused() {
        assert_eq!((within("1", 1..=7), within("7", 1..=7)), (Ok(1), Ok(7)));
        assert_eq!(within("0", 1..=7).unwrap_err(), "it is zero\nhelp: write a whole number from 1 to 7");
        assert!(within("8", 1..=7).unwrap_err().starts_with("it is too much to mean anything\n"));
        assert_eq!(bytes_within("1 KiB", 1..=1 << 20), Ok(1024));
        let error = bytes_within("512", 1 << 10..=3 << 20).unwrap_err();
        assert_eq!(error, "it is too little\nhelp: write a size from `1 KiB` to `3 MiB`");
    }

    #[test]
    fn a_time_ends_within_a_year() {
        assert_eq!(time("0s"), Ok(Duration::ZERO));
        assert_eq!(some_time("8760h"), Ok(LONGEST));
        for long in ["8761h", "99999999999"] {
            assert!(some_time(long).unwrap_err().starts_with("it is more than a year\nhelp: "), "{long}");
        }
    }

    #[test]
    fn what_can_be_off_says_so() {
        assert_eq!(or_off("off", number), Ok(None));
        assert_eq!(or_off("7", number), Ok(Some(7)));
        assert!(or_off("seven", number).unwrap_err().ends_with("or `off`"));
    }
}
