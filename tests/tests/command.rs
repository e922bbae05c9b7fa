//! Applications as programs: what they print, how they end, and what their exit codes say.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Instant;

use pyramidion_tests::program::{Server, run};
use pyramidion_tests::{PATIENCE, http};
use rustix::process::Signal;

const TUTORIAL: &str = env!("CARGO_BIN_EXE_tutorial");
const SIGNALS: &str = env!("CARGO_BIN_EXE_signals");
const MISCONFIGURED: &str = env!("CARGO_BIN_EXE_misconfigured");

#[tokio::test]
async fn the_tutorial_application_tells_its_address_and_serves() {
    let server = Server::start(TUTORIAL);
    let page = http::get(server.address, "/").await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.body.contains("new URL(\"/echo\", window.location)"), "{}", page.body);
    assert_eq!(http::get(server.address, "/?sleep=0.01").await.status, 200);
    assert_eq!(http::get(server.address, "/echo").await.status, 400);
}

#[tokio::test]
async fn no_command_means_serve() {
    let server = Server::start_with(SIGNALS, &["--bind", "127.0.0.1:0"]);
    assert_eq!(http::get(server.address, "/").await.body, "home");
    let server = Server::start_with(SIGNALS, &["--bind", "[::1]:0"]);
    assert!(server.address.is_ipv6());
    assert_eq!(http::get(server.address, "/").await.body, "home");
}

#[test]
fn a_wrong_command_line_is_explained() {
    for (arguments, told) in [
        ("serv", "serve"),
        ("--bindd 127.0.0.1:0", "--bind"),
        ("serve --bind localhost", "--bind <ADDRESS>"),
        ("serve --bind", "--bind <ADDRESS>"),
    ] {
        let ended = run(TUTORIAL, arguments);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{arguments}");
        assert!(ended.stderr.starts_with("error: ") && ended.stderr.contains(told), "{}", ended.stderr);
        assert!(ended.stderr.contains("--help"), "{}", ended.stderr);
    }
}

#[test]
fn help_is_no_mistake() {
    let ended = run(TUTORIAL, "--help");
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    assert!(ended.stdout.contains("serve") && ended.stdout.contains("127.0.0.1:6543"), "{}", ended.stdout);
}

#[test]
fn a_port_that_is_taken_is_explained() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let ended = run(TUTORIAL, &format!("serve --bind {address}"));
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""));
    assert!(ended.stderr.contains(&format!("error: cannot listen on {address}")), "{}", ended.stderr);
    assert!(ended.stderr.contains("\nhelp: "), "{}", ended.stderr);
}

#[test]
fn a_wrong_configuration_is_listed() {
    let ended = run(MISCONFIGURED, "serve --bind 127.0.0.1:0");
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""));
    assert!(ended.stderr.starts_with("error: the configuration has 3 mistakes\n\n1. "), "{}", ended.stderr);
    for told in
        ["the route `hom`", "did you mean `home`?", "`State<u64>`", "answer the same requests", "misconfigured.rs:"]
    {
        assert!(ended.stderr.contains(told), "{told} is not in {}", ended.stderr);
    }
}

/// Told to stop, the server accepts no more, finishes what is open, and ends well.
async fn ends_gracefully(signal: Signal) {
    let mut server = Server::start(SIGNALS);
    let address = server.address;
    let open = tokio::spawn(http::get(address, "/wait"));
    let (mut server, line) = blocking(move || {
        let line = server.line();
        (server, line)
    })
    .await;
    assert_eq!(line, "waiting");
    server.signal(signal);
    blocking(move || until_nobody_listens(address)).await;
    assert!(!open.is_finished());
    server.tell("done");
    assert_eq!(open.await.unwrap().body, "done\n");
    let (status, log) = blocking(move || server.wait()).await;
    assert_eq!(status.code(), Some(0), "{log}");
}

async fn blocking<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(job).await.unwrap()
}

fn until_nobody_listens(address: SocketAddr) {
    let start = Instant::now();
    while TcpStream::connect(address).is_ok() {
        assert!(start.elapsed() < PATIENCE, "the server still accepts connections");
        std::thread::yield_now();
    }
}

#[tokio::test]
async fn it_ends_gracefully_on_sigterm() {
    ends_gracefully(Signal::TERM).await;
}

#[tokio::test]
async fn it_ends_gracefully_on_sigint() {
    ends_gracefully(Signal::INT).await;
}

/// Whoever knows the address may stop the server, be it in the same moment.
#[test]
fn it_listens_to_signals_before_it_tells_its_address() {
    for _ in 0..20 {
        let server = Server::start(SIGNALS);
        server.signal(Signal::TERM);
        let (status, log) = server.wait();
        assert_eq!(status.code(), Some(0), "{status}: {log}");
    }
}

#[tokio::test]
async fn it_goes_on_when_nobody_reads_its_log() {
    let mut server = Server::start(SIGNALS);
    server.stop_reading_the_log();
    for _ in 0..3 {
        assert_eq!(http::get(server.address, "/panic").await.status, 500);
    }
    assert_eq!(http::get(server.address, "/").await.body, "home");
    server.signal(Signal::TERM);
    let (status, _) = blocking(move || server.wait()).await;
    assert_eq!(status.code(), Some(0), "{status}");
}
