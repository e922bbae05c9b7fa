//! The end of a server.

use std::net::SocketAddr;

use futures_util::future::join_all;
use pyramidion_tests::{http, in_time};
use tokio::net::TcpStream;

use super::{Client, GET, start};

async fn until_nobody_listens(address: SocketAddr) {
    in_time("the listener closes", async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn requests_in_flight_are_answered() {
    let (mut server, gate) = start([]).await;
    let address = server.address();
    let requests: Vec<_> = (0..200).map(|_| tokio::spawn(http::get(address, "/wait"))).collect();
    gate.reached_by(200).await;
    server.handle().drain();
    until_nobody_listens(address).await;
    gate.open();
    for answer in in_time("all requests", join_all(requests)).await {
        let answer = answer.unwrap();
        assert_eq!((answer.status, answer.body.as_str(), answer.header("connection")), (200, "waited", "close"));
    }
    assert!(in_time("the end", server.ended()).await.is_clean());
}

#[tokio::test]
async fn connections_that_are_idle_are_closed_at_once() {
    let (mut server, _) = start([("drain_timeout", "1h")]).await;
    let mut idle = Client::connect(server.address()).await;
    idle.send(GET).await;
    idle.read_until("home").await;
    let mut silent = Client::connect(server.address()).await;
    server.handle().drain();
    idle.is_closed_without_a_word().await;
    silent.is_closed_without_a_word().await;
    assert!(in_time("the end", server.ended()).await.is_clean());
}

#[tokio::test]
async fn a_request_on_its_way_is_waited_for() {
    let (mut server, _) = start([]).await;
    let mut second = Client::connect(server.address()).await;
    second.send(GET).await;
    second.read_until("home").await;
    let mut clients = [Client::connect(server.address()).await, second];
    for client in &mut clients {
        client.send(&GET[..10]).await;
    }
    // Accepted after the other two have sent, and answered: so what they sent is there.
    assert_eq!(http::get(server.address(), "/").await.status, 200);
    server.handle().drain();
    until_nobody_listens(server.address()).await;
    for client in &mut clients {
        client.send(&GET[10..]).await;
        let response = client.read_to_end().await;
        assert!(response.contains("connection: close") && response.ends_with("home"), "{response}");
    }
    assert!(in_time("the end", server.ended()).await.is_clean());
}

/// They are connected, as far as they know.
#[tokio::test]
async fn clients_in_the_systems_queue_are_served() {
    let (mut server, gate) = start([]).await;
    // On this one thread, nothing is accepted before this task waits.
    let mut clients: Vec<_> = (0..100)
        .map(|_| {
            let mut client = std::net::TcpStream::connect(server.address()).unwrap();
            std::io::Write::write_all(&mut client, b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
            client.set_nonblocking(true).unwrap();
            Client(TcpStream::from_std(client).unwrap())
        })
        .collect();
    server.handle().drain();
    gate.open();
    for client in &mut clients {
        assert!(client.read_to_end().await.ends_with("waited"));
    }
    assert!(in_time("the end", server.ended()).await.is_clean());
}

#[tokio::test]
async fn what_does_not_finish_is_given_up() {
    let (mut server, gate) = start([("drain_timeout", "50ms")]).await;
    let mut client = Client::connect(server.address()).await;
    client.send("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    gate.reached_by(1).await;
    server.handle().drain();
    client.is_closed_without_a_word().await;
    let report = in_time("the end", server.ended()).await;
    assert_eq!((report.connections, report.websockets), (1, 0));
    assert_eq!(report.to_string(), "1 connections were unfinished");
}

#[tokio::test]
async fn a_server_can_be_told_to_hurry() {
    let (mut server, gate) = start([("drain_timeout", "1h")]).await;
    let mut client = Client::connect(server.address()).await;
    client.send("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    gate.reached_by(1).await;
    server.handle().drain();
    until_nobody_listens(server.address()).await;
    server.handle().abort();
    client.is_closed_without_a_word().await;
    assert_eq!(in_time("the end", server.ended()).await.connections, 1);
}

#[tokio::test]
async fn a_server_that_is_dropped_leaves_nothing() {
    let (server, gate) = start([]).await;
    let mut client = Client::connect(server.address()).await;
    client.send("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    gate.reached_by(1).await;
    let address = server.address();
    drop(server);
    client.is_closed_without_a_word().await;
    until_nobody_listens(address).await;
}
