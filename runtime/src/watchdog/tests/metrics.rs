//! What the watchdog counts.

use std::sync::{Arc, Mutex};

use metrics::{
    Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};

use super::Watch;

/// Writes down what is recorded, in its order.
#[derive(Clone, Default)]
struct Record(Arc<Mutex<Vec<String>>>);

struct Metric(Record, Key);

impl Record {
    fn metric(&self, key: &Key) -> Arc<Metric> {
        Arc::new(Metric(self.clone(), key.clone()))
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Metric {
    fn write(&self, value: impl std::fmt::Display) {
        let labels: String = self.1.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        self.0.0.lock().unwrap().push(format!("{} {labels} {value}", self.1.name()));
    }
}

impl CounterFn for Metric {
    fn increment(&self, value: u64) {
        self.write(value);
    }

    fn absolute(&self, value: u64) {
        self.write(format!("= {value}"));
    }
}

impl HistogramFn for Metric {
    fn record(&self, value: f64) {
        self.write(value);
    }
}

impl Recorder for Record {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.metric(key))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.metric(key))
    }
}

const COUNTED: &str = "pyramidion_event_loop_stalls_total view=view 1";

#[test]
fn a_stall_is_counted_once_and_as_early_as_it_is_seen() {
    let (record, watch) = (Record::default(), Watch::new());
    let view = watch.function("view");
    metrics::with_local_recorder(&record, || {
        let poll = watch.enter(&view);
        watch.monitor.tick(100);
        assert_eq!(record.take(), [COUNTED]);
        watch.monitor.tick(150);
        drop(poll);
        assert_eq!(record.take(), ["pyramidion_event_loop_stall_seconds view=view 0.25"]);
    });
}

#[test]
fn a_stall_that_nobody_saw_meanwhile_is_counted_at_its_end() {
    let (record, watch) = (Record::default(), Watch::new());
    let view = watch.function("view");
    metrics::with_local_recorder(&record, || {
        let poll = watch.enter(&view);
        watch.monitor.clock.advance(500);
        drop(poll);
        assert_eq!(record.take(), [COUNTED, "pyramidion_event_loop_stall_seconds view=view 0.5"]);
    });
}
