//! A program that is told to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pyramidion_tests::in_time;
use pyramidion_tests::program::Server;
use rustix::process::Signal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const SIGNALS: &str = env!("CARGO_BIN_EXE_signals");

async fn blocking<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> T {
    in_time("the program", tokio::task::spawn_blocking(job)).await.unwrap()
}

#[tokio::test]
async fn a_second_signal_ends_it_at_once() {
    let mut server = Server::start(SIGNALS);
    let mut client = TcpStream::connect(server.address).await.unwrap();
    client.write_all(b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let (server, line) = blocking(move || {
        let line = server.line();
        (server, line)
    })
    .await;
    assert_eq!(line, "waiting");
    server.signal(Signal::TERM);
    while TcpStream::connect(server.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    server.signal(Signal::TERM);
    let (status, log) = blocking(move || server.wait()).await;
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(log.contains("told to stop a second time"), "{log}");
    assert!(log.contains("1 connections were unfinished"), "{log}");
    assert!(log.contains("the executor `default` was stopped: 1 jobs still run"), "{log}");
}

/// Asks until the server listens no more. Each request that could be sent whole is answered whole.
async fn ask_until_the_end(address: SocketAddr, answered: Arc<AtomicUsize>) {
    while let Ok(mut client) = TcpStream::connect(address).await {
        let sent = client.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await;
        let mut text = String::new();
        let read = client.read_to_string(&mut text).await;
        // What connects in the moment in which the listener closes is reset by the system before the program knows of it.
        let was_never_accepted = text.is_empty() && (sent.is_err() || read.is_err());
        assert!(was_never_accepted || text.ends_with("home"), "{read:?}: {text:?}");
        if !was_never_accepted {
            answered.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_ends_well_under_load() {
    let server = Server::start(SIGNALS);
    let answered = Arc::new(AtomicUsize::new(0));
    let clients: Vec<_> =
        (0..16).map(|_| tokio::spawn(ask_until_the_end(server.address, Arc::clone(&answered)))).collect();
    in_time("load", async {
        while answered.load(Ordering::Relaxed) < 500 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    server.signal(Signal::TERM);
    for client in clients {
        in_time("the last answer", client).await.unwrap();
    }
    let (status, log) = blocking(move || server.wait()).await;
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(!log.contains("unfinished"), "{log}");
}
