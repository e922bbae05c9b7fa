//! What can be said about a websocket: by its view, by settings for all, and by default.

use std::num::NonZeroU32;
use std::time::Duration;

/// The largest message that is received or sent unless something else is said: 1 MiB of payload.
pub const MAX_MESSAGE_SIZE: usize = 1024 * 1024;

/// What becomes of [`try_send`](super::WebsocketSender::try_send) when the peer reads slower than it is sent to, and the queue
/// is full.
///
/// [`send`](super::WebsocketSender::send) waits for room in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SlowConsumer {
    /// The connection is closed with 1008.
    #[default]
    Disconnect,
    /// The oldest messages of the queue are dropped.
    DropOldest,
    /// All messages of the queue are dropped: only the newest counts.
    Conflate,
}

/// How many messages a peer may send: `count` in each `period`, and as many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many messages.
    pub count: NonZeroU32,
    /// In which time.
    pub period: Duration,
}

/// What the macros write for the key `rate_limit`, which is not zero.
#[doc(hidden)]
pub fn rate_limit(count: u32, period: Duration) -> RateLimit {
    RateLimit { count: NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN), period }
}

/// What a view says about its websockets: the keys of `#[websocket_view]`.
///
/// What is `None` is as the settings say, or else as by default.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WebsocketOptions {
    /// Text messages are received as binary ones.
    pub use_bytes: bool,
    /// Binary messages are received as text; one that is not UTF-8 closes the connection with 1007.
    pub use_str: bool,
    /// The subprotocols that the view speaks, the best first.
    pub subprotocols: &'static [&'static str],
    /// The other sites whose pages may open the websocket; `"*"` is any.
    pub origins: Option<&'static [&'static str]>,
    /// The largest message in bytes, either way; 1 MiB.
    pub max_message_size: Option<usize>,
    /// The largest frame in bytes; as large as a message.
    pub max_frame_size: Option<usize>,
    /// How many received messages wait for the view before no more are read; 32.
    pub inbound_queue: Option<usize>,
    /// How many messages wait to be written; 256.
    pub outbound_queue: Option<usize>,
    /// After how long a silence the peer is sent a ping; 25 s. Zero: never.
    pub heartbeat: Option<Duration>,
    /// How long after that the connection is given up; 20 s.
    pub heartbeat_timeout: Option<Duration>,
    /// How long the peer may take nothing of what is sent before the connection is given up; 20 s.
    pub write_timeout: Option<Duration>,
    /// What becomes of messages that a slow peer leaves no room for.
    pub slow_consumer: Option<SlowConsumer>,
    /// How many messages the peer may send; as many as it likes.
    pub rate_limit: Option<RateLimit>,
    /// What no key names, so that the `..` that the macros write is of use even to a view that names all keys.
    #[doc(hidden)]
    pub rest: (),
}

/// What holds for all websockets of an application, where a view says nothing else.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WebsocketSettings {
    pub(crate) origins: Vec<String>,
    pub(crate) max_message_size: usize,
    pub(crate) max_frame_size: Option<usize>,
    pub(crate) inbound_queue: usize,
    pub(crate) outbound_queue: usize,
    pub(crate) outbound_bytes: usize,
    pub(crate) heartbeat: Duration,
    pub(crate) heartbeat_timeout: Duration,
    pub(crate) write_timeout: Duration,
    pub(crate) slow_consumer: SlowConsumer,
    pub(crate) rate_limit: Option<RateLimit>,
}

impl Default for WebsocketSettings {
    fn default() -> Self {
        Self {
            origins: Vec::new(),
            max_message_size: MAX_MESSAGE_SIZE,
            max_frame_size: None,
            inbound_queue: 32,
            outbound_queue: 256,
            outbound_bytes: 1024 * 1024,
            heartbeat: Duration::from_secs(25),
            heartbeat_timeout: Duration::from_secs(20),
            write_timeout: Duration::from_secs(20),
            slow_consumer: SlowConsumer::Disconnect,
            rate_limit: None,
        }
    }
}

/// How messages are handed over.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Coercion {
    pub(super) use_bytes: bool,
    pub(super) use_str: bool,
}

/// What holds for one connection.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub(super) coercion: Coercion,
    pub(super) max_message_size: usize,
    pub(super) max_frame_size: usize,
    pub(super) inbound_messages: usize,
    pub(super) inbound_bytes: usize,
    pub(super) outbound_messages: usize,
    pub(super) outbound_bytes: usize,
    pub(super) heartbeat: Duration,
    pub(super) heartbeat_timeout: Duration,
    pub(super) write_timeout: Duration,
    pub(super) slow_consumer: SlowConsumer,
    pub(super) rate_limit: Option<RateLimit>,
}

impl WebsocketSettings {
    /// With what a view says, which goes before.
    pub(crate) fn limits(&self, view: &WebsocketOptions) -> Limits {
        let max_message_size = view.max_message_size.unwrap_or(self.max_message_size);
        Limits {
            coercion: Coercion { use_bytes: view.use_bytes, use_str: view.use_str },
            max_message_size,
            max_frame_size: view.max_frame_size.or(self.max_frame_size).unwrap_or(max_message_size),
            inbound_messages: view.inbound_queue.unwrap_or(self.inbound_queue),
            inbound_bytes: max_message_size,
            outbound_messages: view.outbound_queue.unwrap_or(self.outbound_queue),
            outbound_bytes: self.outbound_bytes,
            heartbeat: view.heartbeat.unwrap_or(self.heartbeat),
            heartbeat_timeout: view.heartbeat_timeout.unwrap_or(self.heartbeat_timeout),
            write_timeout: view.write_timeout.unwrap_or(self.write_timeout),
            slow_consumer: view.slow_consumer.unwrap_or(self.slow_consumer),
            rate_limit: view.rate_limit.or(self.rate_limit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_goes_before_the_settings() {
        let settings = WebsocketSettings { max_message_size: 10, inbound_queue: 3, ..Default::default() };
        let view =
            WebsocketOptions { max_message_size: Some(20), heartbeat: Some(Duration::ZERO), ..Default::default() };
        let limits = settings.limits(&view);
        assert_eq!((limits.max_message_size, limits.max_frame_size, limits.inbound_messages), (20, 20, 3));
        assert_eq!((limits.heartbeat, limits.heartbeat_timeout), (Duration::ZERO, Duration::from_secs(20)));
    }
}
