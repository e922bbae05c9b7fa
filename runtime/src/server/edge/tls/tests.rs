use std::fs;
use std::path::Path;

use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};
use tokio_rustls::TlsConnector;

use super::handshake::HandshakeError;
use super::*;
use crate::server::edge::test_tools::Directory;
use crate::server::protocol::Protocol;

const LONG: Duration = Duration::from_secs(3600);

struct Pair {
    certificate: String,
    key: String,
}

impl Pair {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut CertificateParams)) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        change(&mut params);
        let certificate = params.self_signed(&key).unwrap().pem();
        Self { certificate, key: key.serialize_pem() }
    }

    fn write(&self, directory: &Directory) -> Result<Tls, TlsError> {
        self.replace(directory);
        Tls::from_pem_files(directory.file("cert.pem"), directory.file("key.pem"))
    }

    /// As certbot does: never half a file.
    fn replace(&self, directory: &Directory) {
        for (name, text) in [("key.pem", &self.key), ("cert.pem", &self.certificate)] {
            fs::write(directory.file("new"), text).unwrap();
            fs::rename(directory.file("new"), directory.file(name)).unwrap();
        }
    }

    fn der(&self) -> CertificateDer<'static> {
        CertificateDer::from_pem_slice(self.certificate.as_bytes()).unwrap()
    }

    /// A client that trusts this certificate and no other.
    fn client(&self, protocols: &[&[u8]]) -> TlsConnector {
        let mut roots = RootCertStore::empty();
        roots.add(self.der()).unwrap();
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        TlsConnector::from(Arc::new(config))
    }
}

/// Whether the two find together, and on what.
async fn meet(acceptor: &mut Acceptor, client: &TlsConnector) -> Option<Protocol> {
    let (here, there) = duplex(4096);
    let name = ServerName::try_from("localhost").unwrap();
    let (server, client) = tokio::join!(acceptor.handshake().accept(here), client.connect(name, there));
    let (Ok((mut server, protocol)), Ok(mut client)) = (server, client) else { return None };
    server.write_all(b"hello").await.unwrap();
    server.flush().await.unwrap();
    let mut text = [0; 5];
    client.read_exact(&mut text).await.unwrap();
    assert_eq!(&text, b"hello");
    Some(protocol)
}

#[tokio::test]
async fn clients_choose_the_protocol() {
    let (directory, pair) = (Directory::new(), Pair::new());
    let mut acceptor = pair.write(&directory).unwrap().acceptor(LONG);
    for (offered, expected) in [
        (&[&b"h2"[..], b"http/1.1"][..], Some(Protocol::Http2)),
        (&[b"http/1.1"], Some(Protocol::Http1)),
        (&[], Some(Protocol::Http1)),
        (&[b"gopher"], None),
    ] {
        assert_eq!(meet(&mut acceptor, &pair.client(offered)).await, expected);
    }
    assert_eq!(meet(&mut acceptor, &Pair::new().client(&[])).await, None, "another certificate is not trusted");
}

#[tokio::test(start_paused = true)]
async fn a_client_that_says_nothing_is_left() {
    let (directory, pair) = (Directory::new(), Pair::new());
    let mut acceptor = pair.write(&directory).unwrap().acceptor(Duration::from_secs(10));
    let (here, _silent) = duplex(64);
    let error = acceptor.handshake().accept(here).await.unwrap_err();
    assert_eq!(error.to_string(), "the TLS handshake took longer than 10s");
}

#[tokio::test]
async fn a_client_that_speaks_plain_http_is_an_error() {
    let (directory, pair) = (Directory::new(), Pair::new());
    let mut acceptor = pair.write(&directory).unwrap().acceptor(LONG);
    let (here, mut there) = duplex(4096);
    there.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    assert!(matches!(acceptor.handshake().accept(here).await, Err(HandshakeError::Failed(_))));
}

#[tokio::test]
async fn new_connections_get_the_new_certificate_and_a_broken_one_is_not_taken() {
    let (directory, old, new) = (Directory::new(), Pair::new(), Pair::new());
    let tls = old.write(&directory).unwrap();
    let mut acceptor = tls.acceptor(LONG);
    fs::write(directory.file("key.pem"), &new.key).unwrap();
    assert!(matches!(tls.reload(), Err(TlsError::Mismatch(..))));
    assert!(meet(&mut acceptor, &old.client(&[])).await.is_some());
    new.replace(&directory);
    tls.reload().unwrap();
    assert!(meet(&mut acceptor, &old.client(&[])).await.is_none());
    assert!(meet(&mut acceptor, &new.client(&[])).await.is_some());
}

#[tokio::test]
async fn changed_files_are_noticed() {
    let (directory, old, new) = (Directory::new(), Pair::new(), Pair::new());
    let tls = old.write(&directory).unwrap();
    let (mut acceptor, mut changes) = (tls.acceptor(LONG), tls.config.subscribe());
    let watcher = tokio::spawn(tls.watch(Duration::from_millis(1)));
    new.replace(&directory);
    changes.changed().await.unwrap();
    assert!(meet(&mut acceptor, &new.client(&[])).await.is_some());
    watcher.abort();
}

#[test]
fn each_mistake_is_named_with_its_file() {
    let directory = Directory::new();
    let (pair, other) = (Pair::new(), Pair::new());
    let encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
    let cut_off = &pair.certificate[..pair.certificate.len() / 2];
    for (certificate, key, said, of) in [
        ("", pair.key.as_str(), "there is no certificate in", "cert.pem"),
        (&pair.key, &pair.key, "there is no certificate in", "cert.pem"),
        (cut_off, &pair.key, "is no proper PEM file", "cert.pem"),
        (&pair.certificate, "", "there is no private key in", "key.pem"),
        (&pair.certificate, &pair.certificate, "there is no private key in", "key.pem"),
        (&pair.certificate, encrypted, "is encrypted", "key.pem"),
        (&pair.certificate, &other.key, "does not fit the certificate", "key.pem"),
    ] {
        let pair = Pair { certificate: certificate.to_owned(), key: key.to_owned() };
        let error = pair.write(&directory).unwrap_err().to_string();
        assert!(error.contains(said) && error.contains(of) && error.contains("\nhelp: "), "{error}");
    }
    let missing = Tls::from_pem_files(Path::new("/nowhere/cert.pem"), "/nowhere/key.pem").unwrap_err().to_string();
    assert!(missing.starts_with("cannot read /nowhere/cert.pem: "), "{missing}");
}

#[test]
fn the_dates_of_a_certificate_are_known() {
    let pair = Pair::with(|params| {
        params.not_before = date_time_ymd(2024, 3, 1);
        params.not_after = date_time_ymd(2024, 6, 1);
    });
    let at = |days: u64| validity::of(&pair.der(), SystemTime::UNIX_EPOCH + Duration::from_secs(days * 86_400));
    let day = |month: u64| 19_723 + month * 30; // the first of January 2024 is the day 19723
    assert_eq!(at(day(1)), Validity::NotYet("Fri, 01 Mar 2024 00:00:00 GMT".to_owned()));
    assert_eq!(at(day(3)), Validity::Good);
    assert_eq!(at(day(5) - 2), Validity::EndsSoon("Sat, 01 Jun 2024 00:00:00 GMT".to_owned()));
    assert_eq!(at(day(6)), Validity::Ended("Sat, 01 Jun 2024 00:00:00 GMT".to_owned()));
}

#[test]
fn an_expired_certificate_is_used_all_the_same() {
    let pair = Pair::with(|params| params.not_after = date_time_ymd(2001, 1, 1));
    pair.write(&Directory::new()).unwrap();
}
