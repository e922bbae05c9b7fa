use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::ConnectInfo;
use futures_util::StreamExt as _;
use http::{Method, Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::{Service, ServiceExt as _, service_fn};

use super::*;
use crate::request::{Client, Outlives};
use crate::server::edge::test_tools::Directory;

/// A log in a file, which is read once all who hold it are gone.
struct Written {
    directory: Directory,
    log: Arc<AccessLog>,
}

impl Written {
    fn new(format: Format) -> Self {
        let directory = Directory::new();
        let sink = Sink::File(LogFile::open(directory.file("log")).unwrap());
        Self { log: Arc::new(AccessLog { format, sink }), directory }
    }

    async fn ask<S>(&self, service: S, mut request: Request<Body>) -> Response<Body>
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    {
        let logging = self.log.begin(&mut request).unwrap();
        logging.answered(service.oneshot(request).await.unwrap())
    }

    fn text(self) -> String {
        drop(self.log);
        std::fs::read_to_string(self.directory.file("log")).unwrap()
    }

    fn json(self) -> Value {
        serde_json::from_str(&self.text()).unwrap()
    }
}

fn get(target: &str) -> Request<Body> {
    let mut request = Request::get(target).header("user-agent", "test").body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 80))));
    request
}

async fn answer(_: Request<Body>) -> Result<Response<Body>, Infallible> {
    Ok(Response::new(Body::from("hello")))
}

#[tokio::test]
async fn a_line_says_who_what_and_how() {
    let written = Written::new(Format::Common);
    let response = written.ask(service_fn(answer), get("/a?b=%22")).await;
    response.into_body().collect().await.unwrap();
    let text = written.text();
    assert!(text.starts_with("192.0.2.7 - - ["), "{text}");
    assert!(text.contains(r#" +0000] "GET /a?b=%22 HTTP/1.1" 200 5 0."#) && text.ends_with(" -\n"), "{text}");
}

#[tokio::test]
async fn json_has_the_same_and_the_client_that_proxies_tell() {
    let written = Written::new(Format::Json);
    let mut request = get("/");
    request.extensions_mut().insert(Client::new(Some([198, 51, 100, 1].into())));
    let response = written.ask(service_fn(answer), request).await;
    response.into_body().collect().await.unwrap();
    let line = written.json();
    assert_eq!(line["client"], "198.51.100.1");
    assert_eq!((line["status"].as_u64(), line["bytes"].as_u64()), (Some(200), Some(5)));
    assert_eq!((&line["method"], &line["target"], &line["protocol"]), (&"GET".into(), &"/".into(), &"HTTP/1.1".into()));
    assert_eq!(
        (&line["aborted"], &line["user_agent"], line["duration"].is_f64()),
        (&false.into(), &"test".into(), true)
    );
}

#[tokio::test]
async fn a_response_that_nobody_waits_for_is_logged() {
    let written = Written::new(Format::Json);
    drop(written.log.begin(&mut get("/")));
    let line = written.json();
    assert_eq!((&line["status"], &line["aborted"]), (&499.into(), &true.into()));
}

#[tokio::test]
async fn a_body_that_breaks_off_is_logged_as_aborted_with_what_went_out() {
    let written = Written::new(Format::Json);
    let endless = service_fn(|_: Request<Body>| async {
        let chunks = futures_util::stream::repeat("1234").map(Ok::<_, Infallible>);
        Ok::<_, Infallible>(Response::new(Body::from_stream(chunks)))
    });
    let response = written.ask(endless, get("/")).await;
    let mut body = response.into_body();
    for _ in 0..3 {
        body.frame().await.unwrap().unwrap();
    }
    drop(body);
    let line = written.json();
    assert_eq!((&line["status"], &line["aborted"], &line["bytes"]), (&200.into(), &true.into(), &12.into()));
}

#[tokio::test]
async fn a_body_need_not_be_asked_beyond_its_length_and_that_of_head_not_at_all() {
    for head in [false, true] {
        let written = Written::new(Format::Json);
        let mut request = get("/");
        if head {
            *request.method_mut() = Method::HEAD;
        }
        let mut body = written.ask(service_fn(answer), request).await.into_body();
        if !head {
            body.frame().await.unwrap().unwrap();
        }
        drop(body);
        assert_eq!(written.json()["aborted"], false);
    }
}

#[tokio::test]
async fn a_websocket_is_logged_when_it_ends() {
    for (method, status) in [(Method::GET, StatusCode::SWITCHING_PROTOCOLS), (Method::CONNECT, StatusCode::OK)] {
        let written = Written::new(Format::Json);
        let (give, given) = std::sync::mpsc::channel();
        let upgrade = service_fn(move |mut request: Request<Body>| {
            give.send(request.extensions_mut().remove::<Outlives>().unwrap()).unwrap();
            let response = Response::builder().status(status).body(Body::empty()).unwrap();
            async { Ok::<_, Infallible>(response) }
        });
        let mut request = get("/");
        if method == Method::GET {
            request.headers_mut().insert("upgrade", "websocket".parse().unwrap());
        }
        *request.method_mut() = method;
        drop(written.ask(upgrade, request).await);
        let websocket = given.recv().unwrap();
        assert_eq!(std::sync::Arc::strong_count(&websocket.0), 1, "nobody else holds the entry");
        drop(websocket);
        let line = written.json();
        assert_eq!((&line["status"], &line["aborted"]), (&status.as_u16().into(), &false.into()));
    }
}

#[test]
fn a_refusal_says_who_and_how() {
    let refused = |format| {
        let written = Written::new(format);
        let client = Some([192, 0, 2, 7].into());
        written.log.refused(&Refusal { client, status: StatusCode::BAD_REQUEST, bytes: 0 });
        written.log.refused(&Refusal { client: None, status: StatusCode::REQUEST_TIMEOUT, bytes: 12 });
        written.text()
    };
    let text = refused(Format::Common);
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].starts_with("192.0.2.7 - - [") && lines[0].ends_with(r#" +0000] "-" 400 - - -"#), "{text}");
    assert!(lines[1].starts_with("- - - [") && lines[1].ends_with(r#"] "-" 408 12 - -"#), "{text}");
    let line: Value = serde_json::from_str(refused(Format::Json).lines().next().unwrap()).unwrap();
    assert_eq!((&line["client"], &line["status"], &line["bytes"]), (&"192.0.2.7".into(), &400.into(), &0.into()));
    for unknown in ["method", "target", "protocol", "duration"] {
        assert!(line[unknown].is_null(), "{line}");
    }
}

#[test]
fn what_nobody_reads_is_not_begun() {
    let log = Arc::new(AccessLog { format: Format::Common, sink: Sink::Tracing });
    let nobody = tracing::subscriber::NoSubscriber::default();
    assert!(tracing::subscriber::with_default(nobody, || log.begin(&mut get("/")).is_none()));
}

#[test]
fn in_the_log_of_run_lines_stand_as_they_are() {
    use std::sync::Mutex;
    use tracing_subscriber::layer::SubscriberExt as _;

    #[derive(Clone, Default)]
    struct Buffer(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Buffer {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let buffer = Buffer::default();
    let to = buffer.clone();
    let layer = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .event_format(Bare(tracing_subscriber::fmt::format()))
        .with_writer(move || to.clone());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        tracing::info!(target: TARGET, "{}", r#"- "GET /\x1b" "#);
        tracing::info!("another");
    });
    let text = String::from_utf8(buffer.0.lock().unwrap().clone()).unwrap();
    let (line, other) = text.split_once('\n').unwrap();
    assert_eq!(line, r#"- "GET /\x1b" "#);
    assert!(other.contains("INFO") && other.ends_with("another\n"), "{other}");
}

#[test]
fn the_format_is_one_of_three() {
    assert_eq!("json".parse(), Ok(FormatSetting(Some(Format::Json))));
    assert_eq!("off".parse(), Ok(FormatSetting(None)));
    assert!("combined".parse::<FormatSetting>().unwrap_err().contains("\nhelp: "));
}
