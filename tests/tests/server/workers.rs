//! Several event loops that share a port.

use std::collections::HashSet;

use pyramidion_tests::program::Server;
use pyramidion_tests::{http, in_time};
use rustix::process::Signal;

const SIGNALS: &str = env!("CARGO_BIN_EXE_signals");

fn start() -> Server {
    Server::start_with(SIGNALS, &["--bind", "127.0.0.1:0", "--set", "server.workers=2"])
}

#[tokio::test]
async fn each_worker_serves() {
    let server = start();
    let mut threads = HashSet::new();
    in_time("both workers", async {
        while threads.len() < 2 {
            threads.insert(http::get(server.address, "/thread").await.body);
        }
    })
    .await;
    assert_eq!(threads, HashSet::from(["worker-0".to_owned(), "worker-1".to_owned()]));
}

#[tokio::test]
async fn workers_finish_what_is_open() {
    let mut server = start();
    let address = server.address;
    let open = tokio::spawn(http::get(address, "/wait"));
    let (mut server, line) = tokio::task::spawn_blocking(move || {
        let line = server.line();
        (server, line)
    })
    .await
    .unwrap();
    assert_eq!(line, "waiting");
    server.signal(Signal::TERM);
    in_time("nobody listens", async {
        while tokio::net::TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    server.tell("done");
    assert_eq!(in_time("the answer", open).await.unwrap().body, "done\n");
    let (status, log) = tokio::task::spawn_blocking(move || server.wait()).await.unwrap();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(!log.contains("unfinished"), "{log}");
}
