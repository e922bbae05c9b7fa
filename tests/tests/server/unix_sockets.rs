//! Sockets that are files.

use std::path::Path;

use pyramidion_tests::in_time;
use pyramidion_tests::program::{Server, run};
use rustix::process::Signal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;

use super::folder;

const SIGNALS: &str = env!("CARGO_BIN_EXE_signals");

async fn ask(path: &Path) -> String {
    let mut client = UnixStream::connect(path).await.unwrap();
    client.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    in_time("the answer", client.read_to_string(&mut answer)).await.unwrap();
    answer
}

#[tokio::test]
async fn a_server_listens_on_several_sockets_and_takes_its_file_along() {
    let path = folder("unix_socket").join("app.sock");
    let bind = format!("unix:{}", path.display());
    let mut server = Server::start_with(SIGNALS, &["--bind", "127.0.0.1:0", "--bind", &bind]);
    assert_eq!(server.line(), format!("serving on {bind}"));
    assert!(ask(&path).await.ends_with("home"));
    assert_eq!(pyramidion_tests::http::get(server.address, "/").await.body, "home");
    let second = run(SIGNALS, &format!("--bind {bind}"));
    assert!(second.stderr.contains("\nhelp: another program listens there"), "{}", second.stderr);
    server.signal(Signal::TERM);
    let (status, log) = server.wait();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(!path.exists());
}

#[tokio::test]
async fn the_setting_names_addresses_too_and_the_command_line_has_the_last_word() {
    let server = Server::start_with(SIGNALS, &["serve", "--set", "server.bind=127.0.0.1:0"]);
    assert_eq!(pyramidion_tests::http::get(server.address, "/").await.body, "home");
    let server = Server::start_with(SIGNALS, &["--set", "server.bind=192.0.2.1:1", "--bind", "127.0.0.1:0"]);
    assert_eq!(pyramidion_tests::http::get(server.address, "/").await.body, "home");
    let wrong = run(SIGNALS, "--set server.bidn=127.0.0.1:0");
    assert_eq!(wrong.code, Some(1));
    assert!(wrong.stderr.contains("did you mean `bind`?"), "{}", wrong.stderr);
}
