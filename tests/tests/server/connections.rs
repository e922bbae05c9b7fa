//! How many connections there may be.

use pyramidion_tests::{http, in_time, log};

use super::{Client, GET, start};

#[tokio::test]
async fn further_connections_wait() {
    log::capture();
    let (server, gate) = start([("max_connections", "3")]).await;
    let mut first = Vec::new();
    for _ in 0..3 {
        let mut client = Client::connect(server.address()).await;
        client.send("GET /wait HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await;
        first.push(client);
    }
    gate.reached_by(3).await;
    let mut further = Client::connect(server.address()).await;
    further.send(GET).await;
    in_time("the server tells", async {
        while log::lines_with("3 connections are open, which is the limit").is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert!(further.0.try_read(&mut [0]).is_err(), "it waits");
    gate.open();
    further.read_until("home").await;
    for mut client in first {
        assert!(client.read_to_end().await.ends_with("waited"));
    }
}

#[tokio::test]
async fn an_address_may_be_limited() {
    let (server, _) = start([("max_connections_per_address", "2")]).await;
    let mut clients = Vec::new();
    for _ in 0..2 {
        let mut client = Client::connect(server.address()).await;
        client.send(GET).await;
        client.read_until("home").await;
        clients.push(client);
    }
    Client::connect(server.address()).await.is_closed_without_a_word().await;
    drop(clients);
    in_time("the places come back", async {
        loop {
            let mut client = Client::connect(server.address()).await;
            let sent = tokio::io::AsyncWriteExt::write_all(&mut client.0, GET.as_bytes()).await;
            let mut first = [0];
            if sent.is_ok() && tokio::io::AsyncReadExt::read_exact(&mut client.0, &mut first).await.is_ok() {
                return;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_server_has_several_sockets() {
    let router = pyramidion::Configurator::new().add_view(super::home {}).make_router();
    let any = "127.0.0.1:0".parse().unwrap();
    let server = pyramidion::Server::new(router).bind(any).unwrap().bind(any).unwrap();
    let addresses = server.addresses().unwrap();
    let (handle, running) = (server.handle(), tokio::spawn(server.serve()));
    for _ in 0..3 {
        for address in &addresses {
            assert_eq!(http::get(*address, "/").await.body, "home");
        }
    }
    handle.drain();
    assert!(in_time("the end", running).await.unwrap().is_clean());
}
