//! What a client is told when no view wants its request.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

use crate::tree::{Note, root};

#[view(path = "/page", request_method = "GET", accept = "text/html")]
async fn as_html() -> Html<&'static str> {
    Html("html")
}

#[view(path = "/page", request_method = "GET", accept = "application/json", renderer = "json")]
async fn as_json() -> [u8; 1] {
    [7]
}

#[view(path = "/page", request_method = "POST")]
async fn posted() -> &'static str {
    "posted"
}

#[view(path = "/plain", request_method = ["PUT", "DELETE"])]
async fn plain() -> &'static str {
    "plain"
}

#[view(path = "/picky", request_method = "PUT", header = "x-key")]
async fn picky() -> &'static str {
    "picky"
}

#[view(context = Note, request_method = "POST")]
async fn note() -> &'static str {
    "note"
}

fn application(settings: &'static [(&'static str, &'static str)]) -> TestApp {
    TestApp::new(|config| {
        let config = settings.iter().fold(config, |config, (name, text)| config.add_setting(*name, *text));
        let config = config.add_view(as_html {}).add_view(as_json {}).add_view(posted {}).add_view(plain {});
        config.add_view(picky {}).add_view(note {}).set_root_factory(root {})
    })
}

/// Without the other views, so that nothing but methods decides.
fn plain_application(settings: &'static [(&'static str, &'static str)]) -> TestApp {
    TestApp::new(|config| {
        let config = settings.iter().fold(config, |config, (name, text)| config.add_setting(*name, *text));
        config.add_view(plain {})
    })
}

#[tokio::test]
async fn views_are_negotiated_by_what_the_client_accepts() {
    let app = application(&[]);
    let text = |accept: &'static str| {
        let app = app.clone();
        async move {
            let answer = app.request(Method::GET, "/page").header("Accept", accept).await;
            if answer.status() == 200 { answer.text().to_owned() } else { answer.status().as_str().to_owned() }
        }
    };
    assert_eq!(text("text/html;q=0.5, application/json").await, "[7]");
    assert_eq!(text("text/*").await, "html");
    assert_eq!(text("*/*").await, "html");
    assert_eq!(text("text/html;q=0").await, "404");
    assert_eq!(text("image/png").await, "404");
    assert_eq!(app.get("/page").await.text(), "html");
}

#[tokio::test]
async fn by_default_a_missing_method_is_a_404() {
    for app in [application(&[("debug_notfound", "false")]), plain_application(&[("debug_notfound", "false")])] {
        let answer = app.get("/plain").await;
        assert_eq!((answer.status().as_u16(), answer.header("allow")), (404, None));
        assert!(!answer.text().contains("plain"), "{}", answer.text());
    }
}

const OFFERING: &[(&str, &str)] = &[("offer_alternatives", "true")];

#[tokio::test]
async fn an_application_may_offer_other_methods() {
    for app in [application(OFFERING), plain_application(OFFERING)] {
        let answer = app.get("/plain").await;
        assert_eq!((answer.status().as_u16(), answer.header("allow")), (405, Some("DELETE, PUT")));
        assert_eq!(app.get("/nowhere").await.status(), 404);
    }
    let app = application(OFFERING);
    let answer = app.request(Method::DELETE, "/page").await;
    assert_eq!((answer.status().as_u16(), answer.header("allow")), (405, Some("GET, HEAD, POST")));
    assert_eq!(app.get("/note").await.status(), 405);
    assert_eq!(app.get("/picky").await.status(), 404);
}

#[tokio::test]
async fn an_application_may_offer_other_media_types() {
    let app = application(OFFERING);
    let answer = app.request(Method::GET, "/page").header("Accept", "image/png").await;
    assert_eq!(answer.status(), 406, "{}", answer.text());
    assert!(answer.text().contains("text/html, application/json"), "{}", answer.text());
}

#[tokio::test]
async fn debug_notfound_tells_why_nothing_matches() {
    let debugging = &[("debug_notfound", "true")];
    let app = application(debugging);
    let answer = app.get("/picky").await;
    assert_eq!(answer.status(), 404);
    assert!(answer.text().contains("dispatch::mismatches::picky` ("), "{}", answer.text());
    assert!(answer.text().contains("wants request_method = PUT; header = x-key"), "{}", answer.text());
    let answer = app.get("/docs/nothing").await;
    assert!(answer.text().contains("tree::Folder`, for a view called `nothing`"), "{}", answer.text());
    let plain = plain_application(debugging);
    assert!(plain.get("/plain").await.text().contains("wants request_method = DELETE, PUT"));
    assert!(plain.get("/nowhere").await.text().contains("GET /nowhere: nothing matches."));
}

#[tokio::test]
async fn the_explanation_is_escaped() {
    let app = application(&[("debug_notfound", "true")]);
    let answer = app.request(Method::GET, "/%3Cscript%3E").header("Accept", "text/html").await;
    assert_eq!((answer.status().as_u16(), answer.content_type()), (404, Some("text/html")));
    assert!(!answer.text().contains("<script>"), "{}", answer.text());
}
