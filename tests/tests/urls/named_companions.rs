//! The path that a companion gives of a view on a named route, and of a connection's struct.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

#[view(route_name = "report")]
async fn report(year: u16, request: &Request, title: String) -> Result<String, UrlError> {
    request.route(report::path(year - 1, title)).query([("from", year)]).path()
}

#[view(route_name = "home")]
fn home(_headers: HeaderMap) -> &'static str {
    "home"
}

/// A remainder that is taken out of the request.
#[view(route_name = "tree")]
async fn tree(number: u8, request: Request) -> Result<String, UrlError> {
    let path = request.route(tree::path(number)).path();
    path.or_else(|_| request.route(tree::path(number)).segments("rest", ["a b", "c"]).path())
}

#[derive(WebsocketConnectionView)]
#[websocket(path = "/chat/{room}")]
struct Chat {
    ws: Websocket,
    room: u64,
    #[default(7)]
    left: u32,
}

impl WebsocketCallbacks for Chat {
    async fn on_open(&mut self) -> Result<(), WebsocketClosed> {
        let text = format!("{} {}", self.room, self.left);
        self.send(text).await
    }
}

#[derive(WebsocketConnectionView)]
#[websocket(route_name = "news")]
struct News {
    ws: Websocket,
    topic: String,
}

impl WebsocketCallbacks for News {
    async fn on_open(&mut self) -> Result<(), WebsocketClosed> {
        let topic = self.topic.clone();
        self.send(topic).await
    }
}

#[view(path = "/links")]
async fn links(request: &Request) -> String {
    let urls = [
        request.route(home::path()).path(),
        request.route(Chat::path(7)).scheme("ws").host("example.com").url(),
        request.route(News::path("a b")).path(),
        request.route(report::path(2024, "x")).value("lang", "en").path(),
    ];
    urls.map(|url| url.unwrap_or_else(|error| error.to_string())).join("\n")
}

fn app(config: Configurator) -> Configurator {
    config
        .add_route("home", "/")
        .add_route("tree", "/tree/{number}/*rest")
        .add_route("news", "/news/{topic}")
        .add_view(home {})
        .add_view(tree {})
        .add_view(links {})
        .add_view_type::<Chat>()
        .add_view_type::<News>()
}

fn reports(config: Configurator) -> Configurator {
    config.add_route("report", "/{year}/{title}").add_view(report {})
}

#[tokio::test]
async fn the_route_is_the_configurations() {
    let app = TestApp::new(|config| app(config).include_with_prefix("/{lang}/reports", reports));
    assert_eq!(app.get("/links").await.text(), "/\nws://example.com/chat/7\n/news/a%20b\n/en/reports/2024/x");
    assert_eq!(app.get("/d%20e/reports/2024/x").await.text(), "/d%20e/reports/2023/x?from=2024");
}

#[tokio::test]
async fn what_the_view_does_not_take_is_given_beside() {
    let app = TestApp::new(|config| app(config).include_with_prefix("/{lang}", reports));
    // The remainder of this request is not that of another.
    assert_eq!(app.get("/tree/3/x/y").await.text(), "/tree/3/a%20b/c");
}

#[tokio::test]
async fn a_route_that_is_not_there_is_told() {
    let app = TestApp::new(app);
    let text = app.get("/links").await.text().to_owned();
    assert!(text.ends_with("there is no route `report`\nhelp: the routes are: `home`, `tree`, `news`"), "{text}");
}

#[test]
fn an_argument_that_is_no_parameter_is_told_at_the_start() {
    let config = Configurator::new().add_route("report", "/reports/{year}").add_view(report {});
    let problems = config.try_make_router().unwrap_err().to_string();
    assert!(
        problems.contains("`urls::named_companions::report` takes `title`, which is no parameter of"),
        "{problems}"
    );
}
