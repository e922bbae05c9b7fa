use std::net::TcpStream;
use std::os::fd::OwnedFd;
use std::process::Stdio;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;
use crate::server::edge::test_tools::{Directory, again_in_child};
use crate::server::peer::Peer;

const WORKERS: ListenOptions = ListenOptions { backlog: BACKLOG, unix_mode: 0o660, reuse_port: ReusePort::Workers };

fn bind_text(text: &str, options: ListenOptions) -> Result<Bound, ListenError> {
    bind(&[text.parse().unwrap()], options, &mut Passed::of_process()).map(|mut bound| bound.remove(0))
}

async fn accept(listener: &Listener) -> io::Result<(crate::server::socket::Socket, Peer)> {
    std::future::poll_fn(|context| listener.poll_accept(context)).await
}

fn port_of(bound: &Bound) -> u16 {
    bound.url("http").rsplit_once(':').unwrap().1.parse().unwrap()
}

#[tokio::test]
async fn tcp_connections_bring_their_address() {
    let bound = bind_text("127.0.0.1:0", ListenOptions::default()).unwrap();
    let port = port_of(&bound);
    assert_eq!(bound.url("https"), format!("https://127.0.0.1:{port}"));
    let listener = bound.into_listener().unwrap();
    let mut client = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let (mut io, peer) = accept(&listener).await.unwrap();
    assert_eq!(peer, Peer::Tcp(client.local_addr().unwrap()));
    assert!(tokio::io::AsyncWrite::is_write_vectored(&io));
    let slices = [io::IoSlice::new(b"ad"), io::IoSlice::new(b"a")];
    assert_eq!(io.write_vectored(&slices).await.unwrap(), 3);
    let mut received = [0; 3];
    client.read_exact(&mut received).await.unwrap();
    assert_eq!(&received, b"ada");
}

#[tokio::test]
async fn unix_connections_have_no_address_and_the_file_goes_with_the_last_listener() {
    let directory = Directory::new();
    let path = directory.file("app.sock");
    let bound = bind_text(&format!("unix:{}", path.display()), WORKERS).unwrap();
    assert_eq!(bound.url("http"), format!("unix:{}", path.display()));
    let other = bound.for_worker().unwrap().into_listener().unwrap();
    drop(bound);
    let mut client = tokio::net::UnixStream::connect(&path).await.unwrap();
    let (mut io, peer) = accept(&other).await.unwrap();
    assert_eq!((peer, peer.to_string()), (Peer::Unix, "unix".to_owned()));
    client.write_all(b"ada").await.unwrap();
    client.shutdown().await.unwrap();
    let mut received = Vec::new();
    io.read_to_end(&mut received).await.unwrap();
    assert_eq!(received, b"ada");
    drop(other);
    assert!(!path.exists());
}

#[tokio::test]
async fn who_waits_to_be_accepted_is_not_lost_when_the_listener_closes() {
    let directory = Directory::new();
    let path = directory.file("app.sock");
    let addresses = ["127.0.0.1:0".parse().unwrap(), format!("unix:{}", path.display()).parse().unwrap()];
    let mut bound = bind(&addresses, ListenOptions::default(), &mut Passed::none()).unwrap();
    let (unix, tcp) = (bound.pop().unwrap(), bound.pop().unwrap());
    let _clients = (
        TcpStream::connect(("127.0.0.1", port_of(&tcp))).unwrap(),
        std::os::unix::net::UnixStream::connect(&path).unwrap(),
    );
    for bound in [tcp, unix] {
        assert_eq!(bound.into_listener().unwrap().close().len(), 1);
    }
    assert!(!path.exists());
}

#[test]
fn workers_listen_at_one_port_each_with_a_socket_of_its_own() {
    let first = bind_text("127.0.0.1:0", WORKERS).unwrap();
    let second = first.for_worker().unwrap();
    assert_eq!(port_of(&first), port_of(&second));
    let port = port_of(&first);
    drop(first);
    TcpStream::connect(("127.0.0.1", port)).unwrap();
    drop(second);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}

#[test]
fn another_program_at_the_port_is_seen_also_where_ports_are_reused() {
    let first = bind_text("127.0.0.1:0", WORKERS).unwrap();
    let address = format!("127.0.0.1:{}", port_of(&first));
    for options in [ListenOptions::default(), WORKERS] {
        let message = bind_text(&address, options).unwrap_err().to_string();
        assert!(message.starts_with(&format!("cannot listen on {address}: ")), "{message}");
        assert!(message.contains("\nhelp: another program listens there"), "{message}");
    }
    bind_text(&address, ListenOptions { reuse_port: ReusePort::Processes, ..WORKERS }).unwrap();
}

#[test]
fn what_cannot_be_listened_on_is_helped_with() {
    let directory = Directory::new();
    let nowhere = format!("unix:{}", directory.file("missing/app.sock").display());
    for (text, help) in [
        ("192.0.2.1:80", "choose an address of this machine"),
        (nowhere.as_str(), "make the directory first"),
        ("fd://3", "the process was started with no such socket"),
        ("systemd", "the process was started with no such socket"),
    ] {
        let message = bind_text(text, ListenOptions::default()).unwrap_err().to_string();
        assert!(message.contains(&format!("\nhelp: {help}")), "{message}");
    }
}

/// Plays both roles: the process that passes the socket on, and the one that is started with it.
#[test]
fn a_socket_of_the_parent_is_taken_over() {
    const TEST: &str = concat!(module_path!(), "::a_socket_of_the_parent_is_taken_over");
    if std::env::var_os("LISTEN_FDS").is_none() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        again_in_child(TEST, r#"LISTEN_FDS=1 exec "$@" 3<&0"#, |command| {
            command.stdin(Stdio::from(OwnedFd::from(listener)));
        });
        drop(client);
        return;
    }
    let bound = bind_text("fd://3", WORKERS).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let other = bound.for_worker().unwrap().into_listener().unwrap();
        assert_eq!(other.close().len(), 0, "who waits is left to the next owner");
        let listener = bound.into_listener().unwrap();
        assert!(matches!(accept(&listener).await.unwrap().1, Peer::Tcp(_)));
    });
}
