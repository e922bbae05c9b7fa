//! What is told through the facade.

use metrics_util::debugging::{DebugValue, DebuggingRecorder};

use super::*;

#[test]
fn a_connection_is_counted() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    ::metrics::with_local_recorder(&recorder, || {
        runtime.block_on(async {
            let mut client = in_memory(view(echo)).await;
            client.send("four").await.unwrap();
            assert_eq!(client.recv().await, Some("four".into()));
            client.close(4001, "").await.unwrap();
            settle().await;
        });
    });
    let mut told: Vec<_> = snapshotter
        .snapshot()
        .into_vec()
        .into_iter()
        .filter_map(|(key, _, _, value)| {
            let key = key.key();
            let labels: Vec<_> = key.labels().map(|label| label.value().to_owned()).collect();
            let name = key.name().strip_prefix("pyramidion_websocket_")?;
            match value {
                DebugValue::Counter(count) => Some(format!("{name} {} {count}", labels.join(" "))),
                DebugValue::Gauge(gauge) => Some(format!("{name} {} {gauge}", labels.join(" "))),
                DebugValue::Histogram(_) => None,
            }
        })
        .collect();
    told.sort();
    let expected = [
        "bytes_total test_view in 4",
        "bytes_total test_view out 6",
        "closed_total test_view 4xxx client 1",
        "dropped_total test_view 0",
        "messages_total test_view in 1",
        "messages_total test_view out 1",
        "open test_view 0",
        "queued test_view 0",
    ];
    assert_eq!(told, expected);
}
