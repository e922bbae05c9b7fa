//! What proxies say of a client.

use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::http;

const SAYS: &str = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: example.com\r\nForwarded: for=192.0.2.1\r\n";

#[view(path = "/client")]
async fn client(request: Request) -> String {
    let (address, host) = (request.client_addr().unwrap(), request.host().unwrap());
    let header = request.header("x-forwarded-for").unwrap_or("nothing");
    format!("{address} {}://{host} {header}", request.scheme())
}

/// What the application makes of a request that comes from here with such headers.
async fn seen<const N: usize>(settings: [(&str, &str); N]) -> String {
    let server = TestServer::start(|config| {
        settings.into_iter().fold(config.add_view(client {}), |config, (name, text)| config.add_setting(name, text))
    })
    .await;
    http::send(server.address(), "GET", "/client", SAYS, "").await.body
}

#[tokio::test]
async fn a_proxy_that_is_trusted_tells_who_the_client_is() {
    let trusts = ("server.trusted_proxies", "127.0.0.1");
    assert_eq!(seen([trusts]).await, "203.0.113.9 https://example.com 203.0.113.9");
    let family = ("server.forwarded_headers", "forwarded");
    assert_eq!(seen([trusts, family]).await, "192.0.2.1 http://localhost nothing");
}

#[tokio::test]
async fn one_that_is_not_trusted_tells_nothing() {
    assert_eq!(seen([("server.trusted_proxies", "10.0.0.0/8")]).await, "127.0.0.1 http://localhost nothing");
    assert_eq!(seen([]).await, "127.0.0.1 http://localhost 203.0.113.9", "headers stay where nobody is trusted");
}
