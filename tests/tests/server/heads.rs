//! Requests whose heads come slowly, or are too large.

use pyramidion_tests::{http, in_time};
use tokio::io::AsyncWriteExt;

use super::{Client, GET, start};

#[tokio::test]
async fn a_silent_client_is_left() {
    let (server, _) = start([("header_read_timeout", "50ms"), ("keep_alive_timeout", "1h")]).await;
    Client::connect(server.address()).await.is_closed_without_a_word().await;
}

/// Each byte comes in time, all of them do not.
#[tokio::test]
async fn a_head_that_trickles_in_is_given_up() {
    let (server, _) =
        start([("header_read_timeout", "200ms"), ("keep_alive_timeout", "1h"), ("lingering_time", "50ms")]).await;
    let mut client = Client::connect(server.address()).await;
    let trickle = async {
        client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: ").await;
        while client.0.write_all(b"x").await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    in_time("the server gives up", trickle).await;
}

/// So is one on a connection that has been of use before.
#[tokio::test]
async fn a_second_head_has_its_own_time() {
    let (server, _) = start([("header_read_timeout", "50ms"), ("keep_alive_timeout", "1h")]).await;
    let mut client = Client::connect(server.address()).await;
    client.send(GET).await;
    client.read_until("home").await;
    client.send("GET / HT").await;
    let answer = client.read_to_end().await;
    assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer}");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("\r\ncontent-length: {}\r\n", body.len())), "{answer}");
    assert!(head.contains("\r\nconnection: close\r\n") && head.contains("\r\ndate: "), "{answer}");
    assert!(body.ends_with("\nhelp: send it faster\n"), "{answer}");
}

#[tokio::test]
async fn a_head_may_be_large_but_not_too_large() {
    let (server, _) = start([]).await;
    let head = |size| format!("X-Large: {}\r\n", "x".repeat(size));
    assert_eq!(http::send(server.address(), "GET", "/", &head(10_000), "").await.status, 200);
    let refused = http::send(server.address(), "GET", "/", &head(20_000), "").await;
    assert_eq!((refused.status, refused.body.as_str()), (431, ""));
}

#[tokio::test]
async fn a_head_may_be_made_smaller() {
    let (server, _) = start([("max_header_size", "1 KiB")]).await;
    let large = format!("X-Large: {}\r\n", "x".repeat(10_000));
    assert_eq!(http::send(server.address(), "GET", "/", &large, "").await.status, 431);
    assert_eq!(http::get(server.address(), "/").await.status, 200);
}

#[tokio::test]
async fn there_may_be_so_many_fields() {
    let (server, _) = start([]).await;
    let fields = |count| (0..count).map(|number| format!("X-{number}: x\r\n")).collect::<String>();
    assert_eq!(http::send(server.address(), "GET", "/", &fields(90), "").await.status, 200);
    assert_eq!(http::send(server.address(), "GET", "/", &fields(101), "").await.status, 431);

    let (server, _) = start([("max_headers", "10")]).await;
    assert_eq!(http::send(server.address(), "GET", "/", &fields(3), "").await.status, 200);
    assert_eq!(http::send(server.address(), "GET", "/", &fields(11), "").await.status, 431);
}

/// There is no panic behind the largest limits.
#[tokio::test]
async fn there_may_be_as_many_fields_as_a_map_holds() {
    let (server, _) = start([("max_headers", "16384"), ("max_header_size", "512 KiB")]).await;
    let fields = |count| (0..count).map(|number| format!("X-{number}: x\r\n")).collect::<String>();
    assert_eq!(http::send(server.address(), "GET", "/", &fields(16_380), "").await.status, 200);
    assert_eq!(http::send(server.address(), "GET", "/", &fields(16_385), "").await.status, 431);
}
