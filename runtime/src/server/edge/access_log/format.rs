//! Lines.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::time::SystemTime;

use http::HeaderValue;
use serde::Serialize;

use super::entry::Entry;
use super::refusal::Refusal;

/// `127.0.0.1 - - [21/Nov/2026:15:25:14 +0000] "GET / HTTP/1.1" 200 12 0.001234 -`
///
/// What a client sends is escaped as Apache's `mod_log_config` does, so that nobody can forge lines or quotes.
pub(super) fn common(entry: &Entry) -> String {
    let mut line = beginning(entry.client, entry.arrived);
    escape(&mut line, entry.method.as_str().as_bytes());
    line.push(' ');
    escape(&mut line, entry.target().as_bytes());
    let bytes = count(entry.bytes);
    let aborted = if entry.is_aborted { 'X' } else { '-' };
    let (status, seconds) = (entry.status, entry.duration().as_secs_f64());
    _ = write!(line, " {:?}\" {status} {bytes} {seconds:.6} {aborted}", entry.version);
    line
}

/// `127.0.0.1 - - [21/Nov/2026:15:25:14 +0000] "-" 400 - - -`
pub(super) fn common_refusal(refusal: &Refusal, time: SystemTime) -> String {
    let (status, bytes) = (refusal.status.as_u16(), count(refusal.bytes as u64));
    format!("{}-\" {status} {bytes} - -", beginning(refusal.client, time))
}

/// As far as the quote that opens the request's line.
fn beginning(client: Option<IpAddr>, time: SystemTime) -> String {
    let client = client.map_or_else(|| "-".to_owned(), |address| address.to_string());
    format!("{client} - - [{}] \"", date_of_apache(time))
}

fn count(bytes: u64) -> String {
    if bytes == 0 { "-".to_owned() } else { bytes.to_string() }
}

fn escape(line: &mut String, bytes: &[u8]) {
    for byte in bytes {
        match byte {
            b'"' => line.push_str("\\\""),
            b'\\' => line.push_str("\\\\"),
            b'\n' => line.push_str("\\n"),
            b'\r' => line.push_str("\\r"),
            b'\t' => line.push_str("\\t"),
            b' '..=b'~' => line.push(char::from(*byte)),
            _ => _ = write!(line, "\\x{byte:02x}"),
        }
    }
}

/// From `Sat, 21 Nov 2026 15:25:14 GMT` to `21/Nov/2026:15:25:14 +0000`.
fn date_of_apache(time: SystemTime) -> String {
    let date = httpdate::fmt_http_date(bounded(time));
    let [day, month, year, time] = parts(&date);
    format!("{day}/{month}/{year}:{time} +0000")
}

/// RFC 3339, with milliseconds.
fn date_of_json(time: SystemTime) -> String {
    let time = bounded(time);
    let milliseconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().subsec_millis();
    let date = httpdate::fmt_http_date(time);
    let [day, month, year, time] = parts(&date);
    let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        .iter()
        .position(|name| *name == month)
        .unwrap_or_default()
        + 1;
    format!("{year}-{month:02}-{day}T{time}.{milliseconds:03}Z")
}

/// Day, month, year and time. The format of such a date is fixed (RFC 9110, section 5.6.7).
fn parts(date: &str) -> [&str; 4] {
    let mut words = date.split(' ').skip(1);
    std::array::from_fn(|_| words.next().unwrap_or_default())
}

/// A clock that is set before 1970 or after 9999 has no such date.
fn bounded(time: SystemTime) -> SystemTime {
    const LAST: u64 = 253_402_300_799;
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    if since.as_secs() > LAST { SystemTime::UNIX_EPOCH } else { SystemTime::UNIX_EPOCH + since }
}

#[derive(Default, Serialize)]
struct JsonLine<'a> {
    time: String,
    client: Option<String>,
    method: Option<&'a str>,
    target: Option<&'a str>,
    protocol: Option<String>,
    status: u16,
    bytes: u64,
    /// In seconds.
    duration: Option<f64>,
    aborted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    referer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<String>,
}

/// `{"time":"2026-11-21T15:25:14.123Z","client":"127.0.0.1","method":"GET","target":"/",…}`
pub(super) fn json(entry: &Entry) -> String {
    let line = JsonLine {
        time: date_of_json(entry.arrived),
        client: entry.client.map(|address| address.to_string()),
        method: Some(entry.method.as_str()),
        target: Some(entry.target()),
        protocol: Some(format!("{:?}", entry.version)),
        status: entry.status,
        bytes: entry.bytes,
        duration: Some(entry.duration().as_micros() as f64 / 1e6),
        aborted: entry.is_aborted,
        referer: entry.referer.as_ref().map(text),
        user_agent: entry.user_agent.as_ref().map(text),
    };
    serde_json::to_string(&line).unwrap_or_default()
}

/// As [`json`], where `null` is what nobody knows.
pub(super) fn json_refusal(refusal: &Refusal, time: SystemTime) -> String {
    let line = JsonLine {
        time: date_of_json(time),
        client: refusal.client.map(|address| address.to_string()),
        status: refusal.status.as_u16(),
        bytes: refusal.bytes as u64,
        ..JsonLine::default()
    };
    serde_json::to_string(&line).unwrap_or_default()
}

fn text(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn nobody_forges_a_line() {
        let mut line = String::new();
        escape(&mut line, b"/a\"b\\c\r\nd\te\x1b[31m\xc3\xa9\x7f");
        assert_eq!(line, r#"/a\"b\\c\r\nd\te\x1b[31m\xc3\xa9\x7f"#);
    }

    #[test]
    fn dates_are_those_of_both_formats() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(784_111_777_042);
        assert_eq!(date_of_apache(time), "06/Nov/1994:08:49:37 +0000");
        assert_eq!(date_of_json(time), "1994-11-06T08:49:37.042Z");
        let strange =
            [SystemTime::UNIX_EPOCH - Duration::from_secs(1), SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 60)];
        for time in strange {
            assert_eq!(date_of_json(time), "1970-01-01T00:00:00.000Z");
        }
    }
}
