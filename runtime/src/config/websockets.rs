//! What settings say about all websockets.

use std::time::Duration;

use pyramidion_patterns::did_you_mean;
use pyramidion_patterns::value::{origin, rate};

use super::error::Problem;
use super::quantities::{at_least_one, bytes, some_time};
use super::settings::Settings;
use crate::websocket::{RateLimit, SlowConsumer, WebsocketSettings};

/// Before the name of an option, in settings.
const PREFIX: &str = "websocket.";

/// Reads the text of an option.
type Read = fn(&mut WebsocketSettings, &str) -> Result<(), String>;

const OPTIONS: [(&str, Read); 11] = [
    ("origins", |settings, text| origins(text).map(|origins| settings.origins = origins)),
    ("max_message_size", |settings, text| some_bytes(text).map(|size| settings.max_message_size = size)),
    ("max_frame_size", |settings, text| some_bytes(text).map(|size| settings.max_frame_size = Some(size))),
    ("inbound_queue", |settings, text| at_least_one(text).map(|length| settings.inbound_queue = length)),
    ("outbound_queue", |settings, text| at_least_one(text).map(|length| settings.outbound_queue = length)),
    ("outbound_bytes", |settings, text| some_bytes(text).map(|size| settings.outbound_bytes = size)),
    ("heartbeat", |settings, text| duration_or_off(text).map(|interval| settings.heartbeat = interval)),
    ("heartbeat_timeout", |settings, text| some_time(text).map(|timeout| settings.heartbeat_timeout = timeout)),
    ("write_timeout", |settings, text| some_time(text).map(|timeout| settings.write_timeout = timeout)),
    ("slow_consumer", |settings, text| slow_consumer(text).map(|policy| settings.slow_consumer = policy)),
    ("rate_limit", |settings, text| rate_limit(text).map(|limit| settings.rate_limit = limit)),
];

/// The settings of websockets, and what is wrong with them.
pub(super) fn settings(settings: &Settings, problems: &mut Vec<Problem>) -> WebsocketSettings {
    let mut websockets = WebsocketSettings::default();
    for (name, text) in settings.iter() {
        let Some(option) = name.strip_prefix(PREFIX) else { continue };
        let text = text.trim();
        let read = OPTIONS.iter().find(|(known, _)| *known == option);
        let problem = match read.map(|(_, read)| read(&mut websockets, text)) {
            Some(Ok(())) => continue,
            Some(Err(why)) => format!("the setting `{name}` is `{text}`, which is wrong: {why}"),
            None => {
                let help = did_you_mean(option, OPTIONS.map(|(known, _)| known), "the options are");
                format!("the setting `{name}` names no option of websockets\nhelp: {help}")
            }
        };
        problems.push(Problem::new(problem, []));
    }
    websockets
}

fn duration_or_off(text: &str) -> Result<Duration, String> {
    if text == "off" { Ok(Duration::ZERO) } else { some_time(text) }
}

fn some_bytes(text: &str) -> Result<usize, String> {
    match bytes(text)? {
        0 => Err("it is zero\nhelp: write a number of bytes, such as `64 KiB`".to_owned()),
        size => Ok(size),
    }
}

fn rate_limit(text: &str) -> Result<Option<RateLimit>, String> {
    if text == "off" {
        return Ok(None);
    }
    rate(text).map(|(count, period)| Some(RateLimit { count, period }))
}

fn origins(text: &str) -> Result<Vec<String>, String> {
    text.split_whitespace().map(|each| origin(each).map(|()| each.to_owned())).collect()
}

fn slow_consumer(text: &str) -> Result<SlowConsumer, String> {
    match text {
        "disconnect" => Ok(SlowConsumer::Disconnect),
        "drop_oldest" => Ok(SlowConsumer::DropOldest),
        "conflate" => Ok(SlowConsumer::Conflate),
        _ => Err("there is no such policy\nhelp: write `disconnect`, `drop_oldest` or `conflate`".to_owned()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::config::Configurator;

    #[test]
    fn every_option_can_be_set() {
        let texts = [
            ("origins", "https://a.org  https://b.org"),
            ("max_message_size", "65536"),
            ("max_frame_size", "4096"),
            ("inbound_queue", "3"),
            ("outbound_queue", "4"),
            ("outbound_bytes", "5"),
            ("heartbeat", "off"),
            ("heartbeat_timeout", "5s"),
            ("write_timeout", "250ms"),
            ("slow_consumer", "conflate"),
            ("rate_limit", "100/s"),
        ];
        let all = texts.into_iter().map(|(name, text)| (format!("{PREFIX}{name}"), text)).collect();
        let mut problems = Vec::new();
        let read = settings(&all, &mut problems);
        assert!(problems.is_empty());
        let expected = WebsocketSettings {
            origins: vec!["https://a.org".to_owned(), "https://b.org".to_owned()],
            max_message_size: 65536,
            max_frame_size: Some(4096),
            inbound_queue: 3,
            outbound_queue: 4,
            outbound_bytes: 5,
            heartbeat: Duration::ZERO,
            heartbeat_timeout: Duration::from_secs(5),
            write_timeout: Duration::from_millis(250),
            slow_consumer: SlowConsumer::Conflate,
            rate_limit: rate_limit("100/s").unwrap(),
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn mistakes_name_the_setting() {
        for (option, text, why) in [
            ("max_message_size", "0", "it is zero"),
            ("inbound_queue", "many", "invalid digit"),
            ("heartbeat", "soon", "`soon` is no unit of time"),
            ("write_timeout", "off", "`off` is no unit of time"),
            ("slow_consumer", "drop", "no such policy"),
            ("rate_limit", "100", "`100` is no rate"),
            ("origins", "example.com", "has no scheme"),
            ("hartbeat", "25s", "did you mean `heartbeat`?"),
        ] {
            let config = Configurator::new().add_setting(format!("{PREFIX}{option}"), text);
            let error = config.try_make_router().unwrap_err().to_string();
            assert!(error.contains(&format!("the setting `{PREFIX}{option}`")) && error.contains(why), "{error}");
            assert!(error.contains("\n   help: "), "{error}");
        }
    }
}
