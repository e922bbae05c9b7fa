//! The path that a view's companion gives.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

#[view(path = "/reports/{year}")]
async fn report(year: u16, request: &Request) -> Result<String, UrlError> {
    request.route(report::path(year - 1)).query([("from", year)]).path()
}

#[view(path = "/a b/{stem}.{type}/{*rest}")]
async fn file(request: &Request, stem: String, r#type: char) -> String {
    format!("{} {stem} {type:?}", request.path())
}

#[websocket_view(path = "/chat/{room}")]
async fn chat(mut ws: Websocket, room: u64) -> Result<(), WebsocketClosed> {
    ws.send(room.to_string()).await
}

#[view(path = "/")]
async fn links(request: &Request) -> String {
    let report = request.route(report::path(2024)).path();
    let chat = request.route(chat::path(7)).scheme("wss").url();
    [report, chat].map(|url| url.unwrap_or_else(|error| error.to_string())).join("\n")
}

fn reports(config: Configurator) -> Configurator {
    config.add_view(report {})
}

#[test]
fn as_text_it_is_the_views_own_path() {
    assert_eq!(report::path(2024).to_string(), "/reports/2024");
    assert_eq!(links::path().to_string(), "/");
    assert_eq!(file::path("x/y", 'z', format!("{}/ü", 1)).to_string(), "/a%20b/x/y.z/1/%C3%BC");
}

#[tokio::test]
async fn prefixes_and_host_are_the_applications() {
    let app = TestApp::new(|config| {
        config
            .include_with_prefix("/archive", reports)
            .include_with_prefix("/live", |config| config.add_view(chat {}))
            .add_view(links {})
    });
    let links = app.request(Method::GET, "/").header("host", "example.com").await;
    assert_eq!(links.text(), "/archive/reports/2024\nwss://example.com/live/chat/7");
    assert_eq!(app.get("/archive/reports/2024").await.text(), "/archive/reports/2023?from=2024");
}

#[tokio::test]
async fn a_parameter_of_a_prefix_is_what_it_is_in_the_request() {
    let app = TestApp::new(|config| config.include_with_prefix("/{lang}", reports).add_view(links {}));
    assert_eq!(app.get("/d%20e/reports/2024").await.text(), "/d%20e/reports/2023?from=2024");
    let elsewhere = app.request(Method::GET, "/").header("host", "example.com").await;
    let expected = "no value for `lang` of `/{lang}/reports/{year}`\nhelp: ";
    assert!(elsewhere.text().starts_with(expected), "{}", elsewhere.text());
}

#[tokio::test]
async fn a_view_that_is_nowhere_or_everywhere_has_no_url() {
    let nowhere = TestApp::new(|config| config.add_view(links {}));
    let text = nowhere.get("/").await.text().to_owned();
    assert!(text.starts_with("view `urls::companions::report` is not in this application\nhelp: "), "{text}");
    let twice = TestApp::new(|config| {
        config.include_with_prefix("/a", reports).include_with_prefix("/b", reports).add_view(links {})
    });
    let text = twice.get("/").await.text().to_owned();
    let expected =
        "view `urls::companions::report` is at more than one path: `/a/reports/{year}`, `/b/reports/{year}`\nhelp: ";
    assert!(text.starts_with(expected), "{text}");
}

#[tokio::test]
async fn views_of_one_name_are_told_apart() {
    fn first() -> (TestApp, String) {
        #[view(path = "/first")]
        async fn same(request: &Request) -> Result<String, UrlError> {
            request.route(same::path()).path()
        }
        (TestApp::new(|config| config.include_with_prefix("/x", |config| config.add_view(same {}))), "/x/first".into())
    }
    fn second() -> (TestApp, String) {
        #[view(path = "/second")]
        async fn same(request: &Request) -> Result<String, UrlError> {
            request.route(same::path()).path()
        }
        (TestApp::new(|config| config.add_view(same {})), "/second".into())
    }
    for (app, path) in [first(), second()] {
        assert_eq!(app.get(&path).await.text(), path);
    }
}
