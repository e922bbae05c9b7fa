//! Connections with more than one request.

use super::{Client, GET, start};

#[tokio::test]
async fn an_idle_connection_is_closed_and_one_in_use_is_not() {
    let (server, _) = start([("keep_alive_timeout", "300ms"), ("header_read_timeout", "1h")]).await;
    let mut client = Client::connect(server.address()).await;
    let start = std::time::Instant::now();
    // Longer in all than the timeout, which begins anew with each.
    while start.elapsed().as_millis() < 600 {
        client.send(GET).await;
        client.read_until("home").await;
    }
    client.is_closed_without_a_word().await;
}

#[tokio::test]
async fn requests_may_come_all_at_once() {
    let (server, _) = start([]).await;
    let mut client = Client::connect(server.address()).await;
    let post = "POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc";
    let last = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    client.send([GET, post, GET, last].concat()).await;
    let text = client.read_to_end().await;
    let bodies: Vec<_> =
        text.split("HTTP/1.1 200 OK").map(|response| response.rsplit("\r\n").next().unwrap()).collect();
    assert_eq!(bodies, ["", "home", "3", "home", "home"]);
}

#[tokio::test]
async fn a_request_may_come_in_pieces_behind_another() {
    let (server, _) = start([]).await;
    let mut client = Client::connect(server.address()).await;
    client.send([GET, &GET[..10]].concat()).await;
    client.read_until("home").await;
    client.send(&GET[10..]).await;
    client.read_until("home").await;
}

#[tokio::test]
async fn an_old_client_is_served_once() {
    let (server, _) = start([]).await;
    let mut client = Client::connect(server.address()).await;
    client.send("GET / HTTP/1.0\r\n\r\n").await;
    let response = client.read_to_end().await;
    assert!(response.starts_with("HTTP/1.0 200 OK") && response.ends_with("home"), "{response}");
}
