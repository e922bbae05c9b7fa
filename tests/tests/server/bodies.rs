//! Bodies that are too large, or take too long.

use pyramidion::axum;
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::{http, in_time};
use tokio::io::AsyncWriteExt;

use super::{Client, axum_length, length, start};

#[view(path = "/request", request_method = "POST")]
async fn request(request: Request) -> String {
    request.body().map_or(0, Bytes::len).to_string()
}

/// Takes what goes wrong with a body for the client's mistake, whatever it is.
#[view(path = "/stream", request_method = "POST")]
async fn stream(body: axum::body::Body) -> Result<&'static str, StatusCode> {
    axum::body::to_bytes(body, usize::MAX).await.map(|_| "read").map_err(|_| StatusCode::BAD_REQUEST)
}

const READERS: [&str; 4] = ["/length", "/axum", "/request", "/stream"];

async fn readers<const N: usize>(settings: [(&str, &str); N]) -> TestServer {
    TestServer::start(|config| {
        let config = config.add_view(length {}).add_view(request {}).add_view(stream {}).merge(axum_length());
        settings.into_iter().fold(config, |config, (name, text)| config.add_setting(format!("server.{name}"), text))
    })
    .await
}

fn chunked(target: &str, size: usize) -> String {
    let body = "x".repeat(size);
    format!(
        "POST {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{size:x}\r\n{body}\r\n0\r\n\r\n"
    )
}

#[tokio::test]
async fn one_limit_rules_all_who_read() {
    let server = readers([("max_body_size", "1 KiB")]).await;
    for target in READERS {
        let answer = async |size| http::post(server.address(), target, "text/plain", &"x".repeat(size)).await.status;
        assert_eq!([answer(1_024).await, answer(1_025).await], [200, 413], "{target}");
        let answer = async |size| http::raw(server.address(), chunked(target, size).as_bytes()).await.status;
        assert_eq!([answer(1_024).await, answer(1_025).await], [200, 413], "{target}, chunked");
    }
}

/// Also above the limit that axum has where nobody sets one.
#[tokio::test]
async fn the_limit_can_be_raised() {
    let server = readers([("max_body_size", "4 MiB")]).await;
    for target in READERS {
        let answer = http::post(server.address(), target, "text/plain", &"x".repeat(3 << 20)).await;
        assert_eq!(answer.status, 200, "{target}");
    }
}

#[tokio::test]
async fn a_route_may_have_a_lower_limit() {
    let limited = axum_length().layer(axum::extract::DefaultBodyLimit::max(7));
    let server = TestServer::start(|config| config.merge(limited)).await;
    assert_eq!(http::post(server.address(), "/axum", "text/plain", "1234567").await.status, 200);
    assert_eq!(http::post(server.address(), "/axum", "text/plain", "12345678").await.status, 413);
}

/// In either direction, and also before anything of the body is read.
#[tokio::test]
async fn a_path_may_have_another_limit() {
    let server = readers([("max_body_size", "1 KiB, /length 4 MiB, /stream 10")]).await;
    for (target, largest) in [("/length", 4 << 20), ("/stream", 10), ("/axum", 1_024), ("/%6cength", 4 << 20)] {
        let answer = async |size| http::post(server.address(), target, "text/plain", &"x".repeat(size)).await.status;
        assert_eq!([answer(largest).await, answer(largest + 1).await], [200, 413], "{target}");
        let answer = async |size| http::raw(server.address(), chunked(target, size).as_bytes()).await.status;
        assert_eq!([answer(largest).await, answer(largest + 1).await], [200, 413], "{target}, chunked");
    }
}

#[tokio::test]
async fn a_path_may_have_another_time() {
    let server = readers([("body_read_timeout", "1h, /stream 50ms"), ("request_timeout", "100ms, /stream 1h")]).await;
    for (target, status) in [("/length", 503), ("/stream", 408)] {
        let mut client = Client::connect(server.address()).await;
        client.send(format!("POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nx")).await;
        let answer = client.read_until("\r\n\r\n").await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{target}: {answer}");
    }
}

/// Nothing of the body is sent, and the application is not asked.
#[tokio::test]
async fn a_length_that_is_too_large_is_refused_at_once() {
    let (server, _) = start([("max_body_size", "1 KiB")]).await;
    let mut client = Client::connect(server.address()).await;
    client
        .send("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1025\r\n\r\n")
        .await;
    let response = client.read_until("help: send less\n").await;
    assert!(response.starts_with("HTTP/1.1 413 "), "{response}");
    assert!(response.contains("content-type: text/plain; charset=utf-8\r\n"), "{response}");
    assert!(response.contains("connection: close\r\n"), "{response}");
}

/// The server does not reset the connection while the client still sends.
#[tokio::test]
async fn a_client_that_goes_on_sending_sees_the_refusal() {
    let (server, _) = start([("max_body_size", "1 KiB")]).await;
    for _ in 0..20 {
        let mut client = Client::connect(server.address()).await;
        client.send("POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4194304\r\n\r\n").await;
        in_time("all is taken", client.0.write_all(&vec![b'x'; 4 << 20])).await.unwrap();
        client.0.shutdown().await.unwrap();
        assert!(client.read_to_end().await.starts_with("HTTP/1.1 413 "));
    }
}

#[tokio::test]
async fn a_body_that_trickles_in_is_given_up() {
    let server = readers([("body_read_timeout", "200ms")]).await;
    for target in READERS {
        let mut client = Client::connect(server.address()).await;
        client.send(format!("POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")).await;
        let (mut read, mut write) = client.0.into_split();
        let trickle = tokio::spawn(async move {
            while write.write_all(b"x").await.is_ok() {
                tokio::task::yield_now().await;
            }
        });
        let mut response = [0; 12];
        in_time("the answer", tokio::io::AsyncReadExt::read_exact(&mut read, &mut response)).await.unwrap();
        assert_eq!(String::from_utf8_lossy(&response), "HTTP/1.1 408", "{target}");
        trickle.abort();
    }
}

/// It has seen the refusal by then, if it wants to see it.
#[tokio::test]
async fn a_client_that_never_stops_sending_is_left() {
    let (server, _) = start([("max_body_size", "1 KiB")]).await;
    let mut client = Client::connect(server.address()).await;
    client.send("POST /length HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n").await;
    let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
    in_time("the server gives up", async { while client.0.write_all(chunk.as_bytes()).await.is_ok() {} }).await;
}

#[tokio::test]
async fn a_limit_can_be_off() {
    let server = readers([("max_body_size", "off"), ("body_read_timeout", "off"), ("request_timeout", "off")]).await;
    for target in READERS {
        let answer = http::post(server.address(), target, "text/plain", &"x".repeat(3 << 20)).await;
        assert_eq!(answer.status, 200, "{target}");
    }
}
