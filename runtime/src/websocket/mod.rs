//! Websockets ([RFC 6455](https://www.rfc-editor.org/rfc/rfc6455)): a connection that a view reads and writes message by message.
//!
//! A view gets the connection as [`Websocket`] when it is an `async fn`, as [`SyncWebsocket`] when it is a plain `fn`;
//! [`WebsocketCallbacks`] turns the same connection into methods that are called as things happen.
//! Pings are answered and close handshakes are completed here, so a view sees only [`Message`]s and, at the end, `None`.
//!
//! | the view … | the peer is sent |
//! |---|---|
//! | returns | 1000 |
//! | returns an error, or panics (both are logged) | 1011 |
//! | does either because the [executor](crate::executor) refused a job | 1013 |
//! | returns a [`WebsocketClosed`] that has no cause | 1000 |
//! | returns the error of [`recv_json`](Websocket::recv_json) | 1007 |
//! | calls [`close`](Websocket::close) | its code and reason |
//!
//! A peer that breaks the protocol is sent 1002, text that is not UTF-8 1007, a message over [`MAX_MESSAGE_SIZE`] 1009.
//!
//! # How a connection works
//!
//! Each connection is one task, in which the view is polled together with what reads and writes. So pings are answered and closes
//! are completed while the view waits for something else, or blocks on its thread, and handles to the websocket can be moved to other
//! tasks. Between them are two queues. When the inbound one is full, no more is read, so that the peer has to wait; when the outbound
//! one is full, [`send`](Websocket::send) waits, and [`try_send`](Websocket::try_send) does what the view says about slow peers.
//!
//! | key of the view | setting of all | default | |
//! |---|---|---|---|
//! | `max_message_size` | `websocket.max_message_size` | 1 MiB | larger messages close with 1009, and are not sent |
//! | `max_frame_size` | `websocket.max_frame_size` | as large | larger frames close with 1009 |
//! | `inbound_queue` | `websocket.inbound_queue` | 32 | messages that wait for the view, and as many bytes as the largest has |
//! | `outbound_queue` | `websocket.outbound_queue` | 256 | messages that wait to be written |
//! | | `websocket.outbound_bytes` | 1 MiB | their bytes |
//! | `slow_consumer` | `websocket.slow_consumer` | `disconnect` | see [`SlowConsumer`]; 1008 |
//! | `write_timeout` | `websocket.write_timeout` | 20 s | a peer that takes nothing for so long is closed with 1008 |
//! | `heartbeat` | `websocket.heartbeat` | 25 s, less up to a fifth | a peer that is silent for so long is sent a ping; `off` |
//! | `heartbeat_timeout` | `websocket.heartbeat_timeout` | 20 s | and is given up if it stays silent (1006) |
//! | `rate_limit` | `websocket.rate_limit` | `off` | `"100/s"`: more messages close with 1008 |
//! | `origins` | `websocket.origins` | its own | whose pages may open the websocket; others get 403 |
//! | `subprotocols` | | none | the first of these that the client offers is agreed on |
//!
//! When the server drains it is closed with 1012 or 1001 at some moment of the server's spread, and new handshakes are
//! answered 503. A close handshake takes 5 seconds at most.
//!
//! A browser says in the header `Origin` whose page opens a websocket. Unless it is a page of the host that the request is for, it must
//! be on the list: the browser sends the user's cookies along, whoever wrote the page. Behind a proxy that changes the header `Host`,
//! list the site's own origin.
//!
//! Messages are not compressed: permessage-deflate ([RFC 7692](https://www.rfc-editor.org/rfc/rfc7692)) is declined in the handshake
//! as the RFC says, by not mentioning it. tungstenite, which reads the frames, does not have it, and a compressor's window for each
//! connection would cost many times the memory of an idle one.
//!
//! Over HTTP/2 a websocket is a CONNECT with `:protocol` ([RFC 8441](https://www.rfc-editor.org/rfc/rfc8441)); the view does not
//! notice.
//!
//! # Metrics
//!
//! Through the facade of the crate `metrics`, each with the name of the view as label `view`: the gauges `pyramidion_websocket_open`
//! and `pyramidion_websocket_queued`; the counters `pyramidion_websocket_messages_total` and `pyramidion_websocket_bytes_total` by
//! `direction`, `pyramidion_websocket_dropped_total`, and `pyramidion_websocket_closed_total` by `code` and `by`; the histogram
//! `pyramidion_websocket_ping_seconds` of the heartbeat's round trips.

// The layers, lowest first: frames, output; channel; pump with closing, heartbeat, leaving, rate, timer; task; the handles.

mod ahead;
mod blocking;
mod callbacks;
mod channel;
mod channel_task;
mod close;
mod closing;
mod connection;
mod frames;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod handshake;
mod heartbeat;
mod json;
mod leaving;
mod message;
mod metrics;
mod opening;
mod options;
mod origin;
mod outcome;
mod output;
mod prepared;
mod pump;
mod rate;
mod sender;
mod task;
mod timer;
mod tungstenite;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

pub use self::{
    blocking::{SyncWebsocket, SyncWebsocketReceiver, SyncWebsocketSender},
    callbacks::{WebsocketCallbacks, WebsocketConnectionView, default_field},
    close::{CloseReason, ClosedBy, WebsocketClosed, codes},
    connection::{Websocket, WebsocketReceiver},
    handshake::Handshake,
    message::{Message, Utf8Bytes},
    options::{MAX_MESSAGE_SIZE, RateLimit, SlowConsumer, WebsocketOptions, rate_limit},
    outcome::WebsocketOutcome,
    prepared::PreparedMessage,
    sender::WebsocketSender,
};
pub(crate) use self::{
    frames::{Io, Role},
    leaving::Leaving,
    options::WebsocketSettings,
    task::open,
};
