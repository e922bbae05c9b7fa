//! A line for each response.

use std::path::Path;

use pyramidion_tests::program::Server;
use pyramidion_tests::{http, in_time};
use rustix::process::Signal;
use serde_json::Value;

use super::{Client, folder, start};

const SIGNALS: &str = env!("CARGO_BIN_EXE_signals");

/// Waits for so many lines.
async fn lines(path: &Path, count: usize) -> Vec<String> {
    let enough = async {
        loop {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            if text.lines().count() >= count && text.ends_with('\n') {
                return text.lines().map(str::to_owned).collect();
            }
            tokio::task::yield_now().await;
        }
    };
    in_time("the lines", enough).await
}

#[tokio::test]
async fn what_the_server_answers_itself_is_logged_as_well() {
    let path = folder("access_log").join("access.log");
    let (server, gate) = start([
        ("access_log", "json"),
        ("access_log_file", path.to_str().unwrap()),
        ("max_body_size", "10"),
        ("request_timeout", "100ms"),
    ])
    .await;
    http::get(server.address(), "/").await;
    http::post(server.address(), "/length", "text/plain", "more than ten bytes").await;
    http::get(server.address(), "/wait").await;
    let logged: Vec<Value> = lines(&path, 3).await.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let statuses: Vec<_> = logged.iter().map(|line| line["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [200, 413, 503]);
    assert_eq!((&logged[0]["bytes"], &logged[0]["client"]), (&4.into(), &"127.0.0.1".into()));
    drop(gate);
}

#[tokio::test]
async fn a_client_that_goes_before_its_response_is_logged() {
    let path = folder("access_log_gone").join("access.log");
    let (server, gate) = start([("access_log_file", path.to_str().unwrap())]).await;
    let mut client = Client::connect(server.address()).await;
    client.send("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    gate.reached_by(1).await;
    drop(client);
    let line = lines(&path, 1).await.remove(0);
    assert!(line.contains("\"GET /wait HTTP/1.1\" 499 - ") && line.ends_with(" X"), "{line}");
}

#[tokio::test]
async fn a_program_logs_among_its_log_or_to_a_file_that_a_hangup_opens_again() {
    let server = Server::start_with(SIGNALS, &["--bind", "127.0.0.1:0", "--set", "server.access_log=common"]);
    http::get(server.address, "/").await;
    server.signal(Signal::TERM);
    let (_, log) = tokio::task::spawn_blocking(move || server.wait()).await.unwrap();
    let line = log.lines().find(|line| line.starts_with("127.0.0.1 - - [")).unwrap_or_else(|| panic!("{log}"));
    assert!(line.contains("] \"GET / HTTP/1.1\" 200 4 "), "{line}");

    let path = folder("access_log_hangup").join("access.log");
    let set = format!("server.access_log_file={}", path.display());
    let server = Server::start_with(SIGNALS, &["--bind", "127.0.0.1:0", "--set", &set]);
    http::get(server.address, "/").await;
    lines(&path, 1).await;
    std::fs::rename(&path, path.with_extension("1")).unwrap();
    server.signal(Signal::HUP);
    in_time("the new file", async {
        while !path.exists() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    http::get(server.address, "/thread").await;
    server.signal(Signal::TERM);
    let (status, log) = tokio::task::spawn_blocking(move || server.wait()).await.unwrap();
    assert_eq!(status.code(), Some(0), "{log}");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("GET /thread"), "the last line is written before the end: {text}");
}
