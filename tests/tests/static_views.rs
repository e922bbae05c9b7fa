//! Static views over a socket: which files they give, to whom, and under which conditions.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use pyramidion::axum::Router;
use pyramidion::prelude::*;
use pyramidion::security::{Identity, Permits, SecurityError, SecurityPolicy};
use pyramidion::testing::TestServer;
use pyramidion_tests::http::{self, Answer};

/// A directory of its own for each test, which goes with it.
struct Files(PathBuf);

impl Files {
    fn new() -> Self {
        static LAST: AtomicUsize = AtomicUsize::new(0);
        let number = LAST.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("pyramidion-static-{}-{number}", std::process::id()));
        fs::create_dir_all(root.join("files/docs")).unwrap();
        fs::create_dir_all(root.join("files/empty")).unwrap();
        for (path, text) in [
            ("secret.txt", "secret"),
            ("files/app.css", "body { color: black }"),
            ("files/app.css.gz", "gzipped"),
            ("files/app.css.br", "brotli"),
            ("files/a b.bin", "0123456789"),
            ("files/docs/index.html", "<p>ünïcode"),
        ] {
            fs::write(root.join(path), text).unwrap();
        }
        Self(root)
    }

    fn path(&self) -> PathBuf {
        self.0.join("files")
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

struct Server {
    server: TestServer,
    _files: Files,
}

impl Server {
    async fn start(configure: impl FnOnce(Configurator, &Path) -> Configurator) -> Self {
        let files = Files::new();
        let server = TestServer::start(|config| configure(config, &files.path())).await;
        Self { server, _files: files }
    }

    async fn plain() -> Self {
        Self::start(|config, files| config.add_static_view("static", files)).await
    }

    async fn get(&self, target: &str) -> Answer {
        self.send("GET", target, "").await
    }

    async fn send(&self, method: &str, target: &str, headers: &str) -> Answer {
        http::send(self.server.address(), method, target, headers, "").await
    }
}

#[tokio::test]
async fn files_are_given_with_all_that_caches_want_to_know() {
    let server = Server::plain().await;
    let answer = server.get("/static/app.css").await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "body { color: black }"));
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(answer.header("content-length"), "21");
    assert_eq!(answer.header("cache-control"), "max-age=3600");
    assert_eq!(answer.header("vary"), "Accept-Encoding");
    assert_eq!(answer.header("accept-ranges"), "bytes");
    assert!(!answer.header("etag").is_empty());
    assert!(!answer.header("last-modified").is_empty());
    let answer = server.get("/static/a%20b.bin").await;
    assert_eq!((answer.body.as_str(), answer.header("content-type")), ("0123456789", "application/octet-stream"));
}

#[tokio::test]
async fn head_has_the_headers_alone() {
    let server = Server::plain().await;
    let answer = server.send("HEAD", "/static/app.css", "Range: bytes=0-3\r\n").await;
    assert_eq!((answer.status, answer.header("content-length"), answer.body.as_str()), (200, "21", ""));
}

#[tokio::test]
async fn other_methods_are_not_for_files() {
    let server = Server::plain().await;
    assert_eq!(server.send("POST", "/static/app.css", "").await.status, 404);
    let configure = |config: Configurator, files: &Path| {
        config.add_setting("offer_alternatives", "true").add_static_view("static", files)
    };
    let answer = Server::start(configure).await.send("DELETE", "/static/app.css", "").await;
    assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"));
}

#[tokio::test]
async fn a_directory_is_its_index() {
    let server = Server::plain().await;
    let answer = server.get("/static/docs?a=b").await;
    assert_eq!((answer.status, answer.header("location")), (301, "/static/docs/?a=b"));
    let answer = server.get("/static/docs/").await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "<p>ünïcode"));
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(server.get("/static").await.header("location"), "/static/");
    assert_eq!(server.get("/static/").await.status, 404);
    assert_eq!(server.get("/static/empty/").await.status, 404);
}

#[tokio::test]
async fn nothing_else_can_be_reached() {
    let server = Server::plain().await;
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/docs/../app.css",
        "/./app.css",
        "/%2E/app.css",
        "//app.css",
        "/docs//index.html",
        "/docs%2Findex.html",
        "/app.css%00",
        "/app.css/",
        "/app.css/more",
        "/missing",
        "/missing/",
    ] {
        let answer = server.get(&format!("/static{path}")).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("404"), "{path}: {}", answer.body);
    }
    let long = "x".repeat(5000);
    assert_eq!(server.get(&format!("/static/{long}")).await.status, 404);
    assert_eq!(server.get("/static/%ff").await.status, 400);
}

#[tokio::test]
async fn what_the_client_has_is_not_sent_again() {
    let server = Server::plain().await;
    let first = server.get("/static/app.css").await;
    let (etag, date) = (first.header("etag"), first.header("last-modified"));
    for condition in [
        format!("If-None-Match: \"other\", {etag}\r\n"),
        format!("If-None-Match: W/{etag}\r\n"),
        format!("If-Modified-Since: {date}\r\n"),
    ] {
        let answer = server.send("GET", "/static/app.css", &condition).await;
        assert_eq!((answer.status, answer.body.as_str()), (304, ""), "{condition}");
        assert_eq!(answer.header("etag"), etag);
        assert_eq!(answer.header("cache-control"), "max-age=3600");
        assert_eq!(answer.header("vary"), "Accept-Encoding");
    }
    let conditions = "If-None-Match: \"other\"\r\nIf-Modified-Since: Fri, 31 Dec 2100 00:00:00 GMT\r\n";
    assert_eq!(server.send("GET", "/static/app.css", conditions).await.status, 200);
    assert_eq!(server.send("GET", "/static/app.css", "If-Match: \"other\"\r\n").await.status, 412);
}

#[tokio::test]
async fn a_part_is_given_to_who_has_the_rest() {
    let server = Server::plain().await;
    let target = "/static/a%20b.bin";
    let part = server.send("GET", target, "Range: bytes=2-4\r\n").await;
    assert_eq!((part.status, part.body.as_str()), (206, "234"));
    assert_eq!((part.header("content-range"), part.header("content-length")), ("bytes 2-4/10", "3"));
    assert_eq!(server.send("GET", target, "Range: bytes=-2\r\n").await.body, "89");
    let beyond = server.send("GET", target, "Range: bytes=10-\r\n").await;
    assert_eq!((beyond.status, beyond.header("content-range")), (416, "bytes */10"));
    let etag = part.header("etag");
    let fits = server.send("GET", target, &format!("Range: bytes=2-4\r\nIf-Range: {etag}\r\n")).await;
    assert_eq!(fits.status, 206);
    for headers in ["Range: bytes=2-4\r\nIf-Range: \"other\"\r\n", "Range: lines=2-4\r\n", "Range: bytes=0-0,2-2\r\n"] {
        let whole = server.send("GET", target, headers).await;
        assert_eq!((whole.status, whole.body.as_str()), (200, "0123456789"), "{headers}");
    }
}

#[tokio::test]
async fn compressed_files_go_to_those_who_take_them() {
    let server = Server::plain().await;
    let target = "/static/app.css";
    for (accepted, encoding, body) in [
        ("gzip", "gzip", "gzipped"),
        ("gzip, br", "br", "brotli"),
        ("br;q=0.1, gzip", "gzip", "gzipped"),
        ("identity", "", "body { color: black }"),
    ] {
        let answer = server.send("GET", target, &format!("Accept-Encoding: {accepted}\r\n")).await;
        assert_eq!((answer.header("content-encoding"), answer.body.as_str()), (encoding, body), "{accepted}");
        assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
        assert_eq!(answer.header("vary"), "Accept-Encoding");
    }
    assert_eq!(server.send("GET", "/static/a%20b.bin", "Accept-Encoding: br\r\n").await.body, "0123456789");
}

#[tokio::test]
async fn how_long_files_are_kept_can_be_said() {
    let server = Server::start(|config, files| {
        config
            .add_static_view_with("short", files, |options| options.cache_max_age(60))
            .add_static_view_with("never", files, |options| options.cache_max_age(0))
            .add_static_view_with("silent", files, |options| options.cache_max_age(None))
    })
    .await;
    let mut told = Vec::new();
    for view in ["short", "never", "silent"] {
        told.push(server.get(&format!("/{view}/app.css")).await.header("cache-control").to_owned());
    }
    assert_eq!(told, ["max-age=60", "max-age=0, must-revalidate, no-cache, no-store", ""]);
}

#[view(path = "/links")]
async fn links(request: &Request) -> String {
    let links = [
        request.static_path("static", "css/a b.css"),
        request.static_url("static", "app.css"),
        request.static_file("a/files", "/app.css").query([("v", 2)]).path(),
        request.static_path("files", "app.css"),
        request.static_path("statik", "app.css"),
    ];
    links.map(|link| link.unwrap_or_else(|error| error.to_string())).join("\n")
}

#[tokio::test]
async fn their_urls_follow_prefixes_and_nesting() {
    let files = Files::new();
    let path = files.path();
    let (first, second) = (path.clone(), path.clone());
    let config = Configurator::new()
        .add_static_view("static", &path)
        .include_with_prefix("/a", move |config| config.add_static_view("files", &first))
        .include_with_prefix("/{lang}/b", move |config| config.add_static_view("/files/", &second))
        .add_view(links {});
    let router = Router::new().nest("/outer", config.make_router());
    let server = Server { server: TestServer::serve(router).await, _files: files };
    let expected = [
        "/outer/static/css/a%20b.css",
        "http://localhost/outer/static/app.css",
        "/outer/a/files/app.css?v=2",
        "there is more than one static view `files`",
        "help: write the one that is meant with its prefix: `a/files`, `{lang}/b/files`",
        "there is no static view `statik`",
        "help: did you mean `static`?",
    ];
    assert_eq!(server.get("/outer/links").await.body.lines().collect::<Vec<_>>(), expected);
    for target in ["/outer/static/app.css", "/outer/a/files/app.css", "/outer/d%20e/b/files/app.css"] {
        assert_eq!(server.get(target).await.status, 200, "{target}");
    }
    let redirect = server.get("/outer/d%20e/b/files/docs").await;
    assert_eq!((redirect.status, redirect.header("location")), (301, "/outer/d%20e/b/files/docs/"));
}

#[view(path = "/static/special")]
async fn special() -> &'static str {
    "a view"
}

#[view(path = "/{page}")]
async fn page(page: String) -> String {
    page
}

#[tokio::test]
async fn views_stand_beside_and_within() {
    let server =
        Server::start(|config, files| config.add_static_view("static", files).add_view(special {}).add_view(page {}))
            .await;
    assert_eq!(server.get("/static/special").await.body, "a view");
    assert_eq!(server.get("/about").await.body, "about");
    assert_eq!(server.get("/static/app.css").await.status, 200);
}

#[tokio::test]
async fn a_static_view_may_be_the_whole_site() {
    let server = Server::start(|config, files| config.add_static_view("", files).add_view(special {})).await;
    assert_eq!(server.get("/app.css").await.status, 200);
    assert_eq!(server.get("/docs").await.header("location"), "/docs/");
    assert_eq!(server.get("/static/special").await.body, "a view");
    assert_eq!(server.get("//localhost/docs").await.status, 404);
}

/// Permits nothing.
struct Locked;

impl SecurityPolicy for Locked {
    async fn identity(&self, _: &Request) -> Result<Option<Identity>, SecurityError> {
        Ok(None)
    }

    async fn permits(&self, _: &Request, _: Option<&Identity>, _: &str) -> Result<Permits, SecurityError> {
        Ok(Permits::denied("nothing is permitted"))
    }
}

#[tween]
fn around(request: Request, next: SyncNext) -> Response {
    let mut response = next.call(request);
    response.headers_mut().insert("x-around", HeaderValue::from_static("yes"));
    response
}

#[tokio::test]
async fn they_ask_for_no_permission_and_are_below_the_tweens() {
    let server = Server::start(|config, files| {
        config
            .set_security_policy(Locked)
            .set_default_permission("view")
            .add_static_view("static", files)
            .add_view(page {})
            .add_tween(around {})
    })
    .await;
    assert_eq!(server.get("/about").await.status, 403);
    let answer = server.get("/static/app.css").await;
    assert_eq!((answer.status, answer.header("x-around")), (200, "yes"));
    assert_eq!(server.get("/static/missing").await.header("x-around"), "yes");
}

fn error_of(configure: impl FnOnce(Configurator, &Path) -> Configurator) -> String {
    let files = Files::new();
    configure(Configurator::new(), &files.path()).try_make_router().expect_err("it is wrong").to_string()
}

#[test]
fn what_cannot_be_served_is_told_at_the_start() {
    let error = error_of(|config, files| {
        config
            .add_static_view("missing", files.join("missing"))
            .add_static_view("file", files.join("app.css"))
            .add_static_view("{name:[a-z]+}", files)
            .add_static_view("v{name}", files)
            .add_static_view("{name", files)
    });
    assert!(error.starts_with("the configuration has 5 mistakes"), "{error}");
    for text in ["static view `missing`: its directory `", "` is no directory", "is no plain path", "wrong as such"] {
        assert!(error.contains(text), "{text} in {error}");
    }
    assert_eq!(error.matches("--> tests/tests/static_views.rs:").count(), 5, "{error}");
    assert_eq!(error.matches("help: ").count(), 5, "{error}");
}

#[view(path = "/static/{name}")]
async fn hidden(name: String) -> String {
    name
}

#[test]
fn what_is_in_each_others_way_is_told_at_the_start() {
    let twice = error_of(|config, files| config.add_static_view("static", files).add_static_view("/static", files));
    let hidden = error_of(|config, files| config.add_static_view("static", files).add_view(hidden {}));
    for error in [twice, hidden] {
        assert!(error.contains("is in the way of a route or another static view: "), "{error}");
        assert!(error.contains("--> tests/tests/static_views.rs:"), "{error}");
    }
}
