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
async fn what_is_no_request_is_logged_with_its_status() {
    let path = folder("access_log_refusals").join("access.log");
    let (server, _) = start([
        ("access_log", "json"),
        ("access_log_file", path.to_str().unwrap()),
        ("header_read_timeout", "100ms"),
        ("lingering_time", "1h"),
        ("max_header_size", "128 KiB"),
    ])
    .await;
    let long = |size| "x".repeat(size);
    let mut clients = Vec::new();
    for (number, (head, status)) in [
        ("NONSENSE\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/3.0\r\n\r\n".to_owned(), 400),
        ("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n".to_owned(), 400),
        (format!("GET /{} HTTP/1.1\r\n\r\n", long(70_000)), 414),
        (format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", long(140_000)), 431),
        (format!("GET / HTTP/1.1\r\n{}\r\n", "X: x\r\n".repeat(101)), 431),
        ("GET / HTTP/1.1\r\nX: ".to_owned(), 408),
        ("PRI * HTTP/2.0\r\n".to_owned(), 408),
    ]
    .into_iter()
    .enumerate()
    {
        let mut client = Client::connect(server.address()).await;
        client.send(head).await;
        let line: Value = serde_json::from_str(&lines(&path, number + 1).await[number]).unwrap();
        assert_eq!((&line["status"], &line["client"]), (&status.into(), &"127.0.0.1".into()), "{number}");
        assert_eq!((&line["method"], &line["target"], &line["aborted"]), (&Value::Null, &Value::Null, &false.into()));
        clients.push((client, status, number));
    }
    for (mut client, status, number) in clients {
        let answer = client.read_to_end().await;
        let expected = if number == 7 { String::new() } else { format!("HTTP/1.1 {status} ") };
        assert!(answer.starts_with(&expected), "{number}: {answer}");
    }
}

#[tokio::test]
async fn a_client_that_says_nothing_is_not_logged() {
    let path = folder("access_log_silence").join("access.log");
    let (server, _) = start([("access_log_file", path.to_str().unwrap()), ("header_read_timeout", "50ms")]).await;
    Client::connect(server.address()).await.is_closed_without_a_word().await;
    http::get(server.address(), "/").await;
    assert!(lines(&path, 1).await[0].contains("\"GET / HTTP/1.1\" 200"));
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
