//! An application whose process has no file descriptor for a further connection. It asks itself, and lowers its own limit.

#![allow(clippy::unwrap_used)]

use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{http, in_time, log};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;

#[view(path = "/")]
async fn home() -> &'static str {
    "home"
}

/// From now on no further descriptor is given.
fn no_more_descriptors() -> Rlimit {
    let before = getrlimit(Resource::Nofile);
    let next = std::fs::File::open("/dev/null").unwrap();
    let current = u64::try_from(next.as_raw_fd()).unwrap();
    setrlimit(Resource::Nofile, Rlimit { current: Some(current), ..before }).unwrap();
    before
}

/// How long the process has used the processor.
fn used() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap_or_default();
    let fields: Vec<_> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks: u64 = fields[11..13].iter().map(|field| field.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    log::capture();
    let server = TestServer::start(|config| config.add_view(home {})).await;
    assert_eq!(http::get(server.address(), "/").await.body, "home");

    let before_used = used();
    let client = TcpSocket::new_v4().unwrap();
    let limit = no_more_descriptors();
    let mut client = in_time("the system accepts it", client.connect(server.address())).await.unwrap();
    client.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
    in_time("the server tells", async {
        while log::lines_with("no connection can be accepted").is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await;
    // Time is what this is about: a loop that does not wait would use all of it.
    let start = Instant::now();
    tokio::time::sleep(Duration::from_millis(600)).await;
    setrlimit(Resource::Nofile, limit).unwrap();
    let used = used() - before_used;
    assert!(used < start.elapsed() / 2, "the server was busy for {used:?}");

    let mut response = String::new();
    in_time("the response", client.read_to_string(&mut response)).await.unwrap();
    assert!(response.ends_with("home"), "{response}");
    print!("{}", log::text());
    println!("recovered");
}
