//! HTTPS.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt as _, Empty};
use hyper_util::rt::{TokioExecutor, TokioIo};
use pyramidion::prelude::*;
use pyramidion::testing::TestServer;
use pyramidion_tests::in_time;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::{Client, folder, start};

#[view(path = "/scheme")]
async fn scheme(request: pyramidion::Request) -> String {
    format!("{} {}", request.scheme(), request.client_addr().unwrap())
}

struct Certificate {
    der: CertificateDer<'static>,
    pem: String,
    key: String,
}

impl Certificate {
    fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        Self { der: made.cert.der().clone(), pem: made.cert.pem(), key: made.signing_key.serialize_pem() }
    }

    /// As certbot does: never half a file.
    fn write(&self, folder: &Path) {
        for (name, text) in [("key.pem", &self.key), ("cert.pem", &self.pem)] {
            std::fs::write(folder.join("new"), text).unwrap();
            std::fs::rename(folder.join("new"), folder.join(name)).unwrap();
        }
    }

    /// A client that trusts this certificate and no other.
    async fn connect(&self, address: SocketAddr, protocol: &str) -> std::io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add(self.der.clone()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()));
        let mut config =
            config.with_safe_default_protocol_versions().unwrap().with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![protocol.into()];
        let stream = TcpStream::connect(address).await?;
        let name = ServerName::try_from("localhost").unwrap();
        in_time("the handshake", TlsConnector::from(Arc::new(config)).connect(name, stream)).await
    }
}

async fn serve(folder: &Path) -> TestServer {
    let [certificate, key] = ["cert.pem", "key.pem"].map(|name| folder.join(name).display().to_string());
    TestServer::start(|config| {
        config
            .add_view(scheme {})
            .add_setting("server.tls_certificate", certificate)
            .add_setting("server.tls_key", key)
            .add_setting("server.tls_watch", "10ms")
            .add_setting("server.header_read_timeout", "300ms")
    })
    .await
}

#[tokio::test]
async fn clients_choose_their_protocol() {
    let (folder, certificate) = (folder("tls_protocols"), Certificate::new());
    certificate.write(&folder);
    let server = serve(&folder).await;

    let mut stream = certificate.connect(server.address(), "http/1.1").await.unwrap();
    stream.write_all(b"GET /scheme HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    in_time("the end", stream.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("https 127.0.0.1"), "{answer}");

    assert_eq!(server.url("/scheme"), format!("https://{}/scheme", server.address()));
    let stream = certificate.connect(server.address(), "h2").await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let handshake = hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream));
    let (mut sender, connection) = handshake.await.unwrap();
    tokio::spawn(connection);
    let request = Request::get(server.url("/scheme")).body(Empty::<Bytes>::new()).unwrap();
    let body = in_time("the answer", sender.send_request(request)).await.unwrap().into_body();
    assert_eq!(body.collect().await.unwrap().to_bytes(), "https 127.0.0.1");
}

#[tokio::test]
async fn the_tools_own_websocket_client_says_that_it_speaks_no_tls() {
    let (folder, certificate) = (folder("tls_websocket"), Certificate::new());
    certificate.write(&folder);
    let server = serve(&folder).await;
    let error = server.websocket("/scheme").await.unwrap_err().to_string();
    assert!(error.contains("does not begin with `ws://`"), "{error}");
}

#[tokio::test]
async fn deadlines_hold_before_and_after_the_handshake() {
    let (folder, certificate) = (folder("tls_deadlines"), Certificate::new());
    certificate.write(&folder);
    let server = serve(&folder).await;
    Client::connect(server.address()).await.is_closed_without_a_word().await;
    let mut silent = certificate.connect(server.address(), "http/1.1").await.unwrap();
    let _ = in_time("the server gives it up", silent.read_to_end(&mut Vec::new())).await;
}

#[tokio::test]
async fn the_server_ends_with_clients_in_their_handshakes() {
    let (folder, certificate) = (folder("tls_end"), Certificate::new());
    certificate.write(&folder);
    let mut server = serve(&folder).await;
    let idle = certificate.connect(server.address(), "h2").await.unwrap();
    let silent = Client::connect(server.address()).await;
    server.handle().drain();
    assert!(in_time("the end", server.ended()).await.is_clean());
    drop((idle, silent));
}

#[tokio::test]
async fn a_new_certificate_is_shown_and_a_broken_one_is_not() {
    let (folder, old, new) = (folder("tls_reload"), Certificate::new(), Certificate::new());
    old.write(&folder);
    let server = serve(&folder).await;
    std::fs::write(folder.join("cert.pem"), "broken").unwrap();
    assert!(old.connect(server.address(), "h2").await.is_ok());
    new.write(&folder);
    in_time("the new certificate", async {
        while new.connect(server.address(), "h2").await.is_err() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert!(old.connect(server.address(), "h2").await.is_err());
}

#[tokio::test]
async fn who_speaks_plain_http_to_it_is_left() {
    let (folder, certificate) = (folder("tls_plain"), Certificate::new());
    certificate.write(&folder);
    let server = serve(&folder).await;
    let mut client = Client::connect(server.address()).await;
    client.send(super::GET).await;
    let told = in_time("an alert", async {
        let mut bytes = Vec::new();
        let _ = client.0.read_to_end(&mut bytes).await;
        bytes
    });
    assert!(!told.await.starts_with(b"HTTP"), "no plain answer");
    let (plain, _) = start([]).await;
    assert!(certificate.connect(plain.address(), "h2").await.is_err());
}
