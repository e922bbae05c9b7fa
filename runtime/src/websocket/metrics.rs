//! What websockets tell through the `metrics` facade.

use std::time::Duration;

use metrics::{Counter, Gauge, Histogram, Unit};

use super::{CloseReason, ClosedBy};

/// The handles of one connection in the process's recorder, with the view's name as label.
pub(crate) struct Metrics {
    view: &'static str,
    open: Gauge,
    queued: Gauge,
    received: [Counter; 2],
    sent: [Counter; 2],
    dropped: Counter,
    round_trip: Histogram,
}

impl Metrics {
    /// Counts a connection in, until it is dropped.
    pub(crate) fn new(view: &'static str) -> Self {
        describe();
        let traffic = |direction: &'static str| {
            [
                metrics::counter!("pyramidion_websocket_messages_total", "view" => view, "direction" => direction),
                metrics::counter!("pyramidion_websocket_bytes_total", "view" => view, "direction" => direction),
            ]
        };
        let metrics = Self {
            view,
            open: metrics::gauge!("pyramidion_websocket_open", "view" => view),
            queued: metrics::gauge!("pyramidion_websocket_queued", "view" => view),
            received: traffic("in"),
            sent: traffic("out"),
            dropped: metrics::counter!("pyramidion_websocket_dropped_total", "view" => view),
            round_trip: metrics::histogram!("pyramidion_websocket_ping_seconds", "view" => view),
        };
        metrics.open.increment(1.0);
        metrics
    }

    pub(super) fn received(&self, bytes: usize) {
        self.received[0].increment(1);
        self.received[1].increment(bytes as u64);
    }

    pub(super) fn sent(&self, messages: u64, bytes: usize) {
        self.sent[0].increment(messages);
        self.sent[1].increment(bytes as u64);
    }

    /// The queue was `before` long and is `now`.
    pub(super) fn queued(&self, before: usize, now: usize) {
        if before != now {
            self.queued.increment(now as f64 - before as f64);
        }
    }

    pub(super) fn dropped(&self, messages: u64) {
        self.dropped.increment(messages);
    }

    pub(super) fn answered_ping(&self, after: Duration) {
        self.round_trip.record(after);
    }

    pub(super) fn closed(&self, reason: &CloseReason) {
        let by = match reason.by {
            ClosedBy::Client => "client",
            ClosedBy::Server => "server",
            ClosedBy::Transport => "transport",
        };
        // A client may send any of thousands of codes, and each would be a series of its own.
        let code = match reason.code {
            code @ 1000..=1015 => code.to_string(),
            3000..=3999 => "3xxx".to_owned(),
            _ => "4xxx".to_owned(),
        };
        metrics::counter!("pyramidion_websocket_closed_total", "view" => self.view, "code" => code, "by" => by)
            .increment(1);
    }
}

impl Drop for Metrics {
    fn drop(&mut self) {
        self.open.decrement(1.0);
    }
}

fn describe() {
    metrics::describe_gauge!("pyramidion_websocket_open", "Open websockets");
    metrics::describe_gauge!("pyramidion_websocket_queued", "Messages that wait to be written");
    metrics::describe_counter!("pyramidion_websocket_messages_total", "Messages, by direction");
    metrics::describe_counter!("pyramidion_websocket_bytes_total", Unit::Bytes, "Bytes of messages in, of frames out");
    metrics::describe_counter!("pyramidion_websocket_dropped_total", "Messages that a slow peer left no room for");
    metrics::describe_counter!("pyramidion_websocket_closed_total", "Closed websockets, by code and by who closed");
    let round_trip = "pyramidion_websocket_ping_seconds";
    metrics::describe_histogram!(round_trip, Unit::Seconds, "From a ping of the heartbeat to its answer");
}
