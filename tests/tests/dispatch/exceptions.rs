//! Exception views.

use std::fmt;

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;
use pyramidion_tests::log;

use crate::assert_answers;

macro_rules! errors {
    ($($name:ident $text:literal;)*) => {$(
        #[derive(Debug)]
        struct $name;

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($text)
            }
        }

        impl std::error::Error for $name {}
    )*};
}

errors! {
    NoSuchReport "there is no such report";
    OutOfPaper "the printer is out of paper";
    Unwanted "nobody wants this error";
    Logged "to be found in the log once";
    Second "the exception view has failed as well";
}

#[view(path = "/report")]
async fn report() -> Result<&'static str, NoSuchReport> {
    Err(NoSuchReport)
}

#[view(path = "/sync-report", renderer = "json")]
fn sync_report() -> Result<u8, NoSuchReport> {
    Err(NoSuchReport)
}

#[view(route_name = "printer")]
async fn print(request: &Request) -> Result<String, OutOfPaper> {
    if request.query().is_ok_and(|query| query.get("well").is_some()) {
        Ok("printed".to_owned())
    } else {
        Err(OutOfPaper)
    }
}

#[view(path = "/unwanted")]
async fn unwanted() -> Result<&'static str, Unwanted> {
    Err(Unwanted)
}

#[exception_view]
async fn no_such_report(error: Exception<NoSuchReport>) -> (StatusCode, String) {
    (StatusCode::NOT_FOUND, format!("sorry, {}", *error))
}

#[exception_view(context = OutOfPaper)]
fn out_of_paper(request: &Request) -> String {
    let error = request.exception().map(ToString::to_string).unwrap_or_default();
    format!("{error} at {} {}", request.matched_route().unwrap_or("?"), request.matchdict().get("room").unwrap_or("?"))
}

fn reports(config: Configurator) -> Configurator {
    let config = config.add_route("printer", "/printers/{room}");
    config.add_view(report {}).add_view(sync_report {}).add_view(print {}).add_view(unwanted {})
}

#[tokio::test]
async fn an_error_is_answered_by_the_view_for_its_type() {
    let app = TestApp::new(|config| reports(config).add_view(no_such_report {}).add_view(out_of_paper {}));
    assert_answers(
        &app,
        &[
            ("/report", 404, "sorry, there is no such report"),
            ("/sync-report", 404, "sorry, there is no such report"),
            ("/printers/7", 200, "the printer is out of paper at printer 7"),
            ("/printers/7?well=1", 200, "printed"),
        ],
    )
    .await;
    assert_eq!(app.get("/unwanted").await.status(), 500);
}

#[exception_view(context = OutOfPaper, route_name = "printer")]
async fn at_the_printer(room: u8) -> String {
    format!("room {room}")
}

#[exception_view(route_name = "printer", header = "x-any")]
async fn any_at_the_printer() -> &'static str {
    "any error at the printer"
}

/// Pyramid: a view of the route for any error goes before one without a route for this very one.
#[tokio::test]
async fn those_of_the_route_go_first() {
    let app = TestApp::new(|config| {
        reports(config).add_view(out_of_paper {}).add_view(at_the_printer {}).add_view(any_at_the_printer {})
    });
    assert_eq!(app.get("/printers/7").await.text(), "room 7");
    let app = TestApp::new(|config| reports(config).add_view(out_of_paper {}).add_view(any_at_the_printer {}));
    let any = app.request(Method::GET, "/printers/7").header("x-any", "1").await;
    assert_eq!(any.text(), "any error at the printer");
    assert_eq!(app.get("/printers/7").await.text(), "the printer is out of paper at printer 7");
}

#[exception_view]
async fn anything(request: &Request) -> (StatusCode, String) {
    let error = request.exception().map(ToString::to_string).unwrap_or_default();
    (StatusCode::BAD_GATEWAY, format!("anything: {error}"))
}

#[exception_view(context = NoSuchReport, request_param = "kind")]
async fn kind_of_report() -> &'static str {
    "kind"
}

#[tokio::test]
async fn predicates_choose_among_them() {
    let app = TestApp::new(|config| {
        reports(config).add_view(anything {}).add_view(no_such_report {}).add_view(kind_of_report {})
    });
    assert_answers(
        &app,
        &[
            ("/report?kind", 200, "kind"),
            ("/report", 404, "sorry, there is no such report"),
            ("/unwanted", 502, "anything: nobody wants this error"),
        ],
    )
    .await;
}

#[view(path = "/gone")]
async fn gone() -> HttpGone {
    HttpGone::new()
}

#[view(path = "/teapot")]
async fn teapot() -> Result<&'static str, HttpException> {
    Err(HttpException::new(StatusCode::IM_A_TEAPOT).detail("short"))
}

#[view(path = "/elsewhere")]
async fn elsewhere() -> HttpSeeOther {
    HttpSeeOther::new("/report")
}

#[exception_view(context = HttpGone)]
async fn for_gone() -> (StatusCode, &'static str) {
    (StatusCode::GONE, "gone for good")
}

#[exception_view(context = HttpException)]
async fn for_http(error: Exception<HttpException>) -> (StatusCode, String) {
    (error.status(), format!("http {}", error.status().as_u16()))
}

#[tokio::test]
async fn http_exceptions_are_errors_of_their_type_or_of_all() {
    let app = TestApp::new(|config| {
        let config = reports(config).add_view(gone {}).add_view(teapot {}).add_view(elsewhere {});
        config.add_view(for_http {}).add_view(for_gone {})
    });
    assert_eq!(app.get("/teapot").await.text(), "http 418");
    assert_eq!(app.get("/nowhere").await.text(), "http 404");
    let first_registered = app.get("/gone").await;
    assert_eq!(first_registered.status(), 410);
    assert_eq!(first_registered.text(), "gone for good", "the more particular type goes first");
    // A typed error is none of HTTP.
    assert_eq!(app.get("/unwanted").await.status(), 500);
}

#[tokio::test]
async fn a_redirect_is_no_error() {
    let app = TestApp::new(|config| config.add_view(elsewhere {}).add_view(anything {}).add_view(for_http {}));
    let answer = app.get("/elsewhere").await;
    assert_eq!((answer.status().as_u16(), answer.header("location")), (303, Some("/report")));
}

#[notfound_view]
async fn not_found(request: &Request) -> (StatusCode, String) {
    (StatusCode::NOT_FOUND, format!("nothing at {}", request.path()))
}

#[notfound_view(route_name = "printer", request_method = "POST")]
async fn no_post() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "printers take no POST")
}

#[view(route_name = "printer", request_method = "DELETE")]
async fn remove_printer() -> &'static str {
    "removed"
}

#[tokio::test]
async fn what_nothing_matches_is_an_error_too() {
    let app = TestApp::new(|config| {
        let config = config.add_route("printer", "/printers/{room}").add_view(remove_printer {});
        config.add_view(not_found {}).add_view(no_post {})
    });
    assert_eq!(app.get("/nowhere").await.text(), "nothing at /nowhere");
    assert_eq!(app.post("/nowhere").await.text(), "nothing at /nowhere");
    assert_eq!(app.post("/printers/7").await.text(), "printers take no POST");
    assert_eq!(app.get("/printers/7").await.text(), "nothing at /printers/7");
    let head = app.request(Method::HEAD, "/nowhere").await;
    assert_eq!((head.status().as_u16(), head.text()), (404, ""));
}

#[exception_view]
async fn gives_up(_error: Exception<NoSuchReport>) -> Result<&'static str, HttpNotFound> {
    Err(HttpNotFound::new())
}

#[exception_view]
async fn answers_404(_error: Exception<OutOfPaper>) -> HttpNotFound {
    HttpNotFound::new().detail("no paper, no page")
}

#[tokio::test]
async fn an_exception_view_that_raises_a_404_leaves_the_error_as_it_was() {
    let app = TestApp::new(|config| reports(config).add_view(gives_up {}).add_view(answers_404 {}));
    assert_eq!(app.get("/report").await.status(), 500);
    let answer = app.get("/printers/7").await;
    assert_eq!(answer.status(), 404);
    assert!(answer.text().contains("no paper, no page"), "{}", answer.text());
}

#[exception_view]
async fn fails_as_well(_error: Exception<NoSuchReport>) -> Result<&'static str, Second> {
    Err(Second)
}

#[exception_view]
fn panics_as_well(_error: Exception<OutOfPaper>) -> &'static str {
    panic!("exception view on purpose")
}

#[tokio::test]
async fn an_exception_view_that_fails_is_a_500() {
    log::capture();
    let app = TestApp::new(|config| reports(config).add_view(fails_as_well {}).add_view(panics_as_well {}));
    assert_eq!(app.get("/report").await.status(), 500);
    assert_eq!(log::lines_with("the exception view has failed as well").len(), 1);
    assert_eq!(app.get("/printers/7").await.status(), 500);
    assert_eq!(log::lines_with("exceptions::panics_as_well` panicked").len(), 1);
}

#[view(path = "/logged")]
async fn logged() -> Result<&'static str, Logged> {
    Err(Logged)
}

#[tokio::test]
async fn an_error_that_no_view_wants_is_logged_once() {
    log::capture();
    let app = TestApp::new(|config| config.add_view(logged {}).add_view(no_such_report {}));
    assert_eq!(app.get("/logged").await.status(), 500);
    assert_eq!(log::lines_with("to be found in the log once").len(), 1);
}

#[view(path = "/panics")]
async fn panics() -> &'static str {
    panic!("view on purpose")
}

#[exception_view(context = HttpInternalServerError)]
async fn oops() -> (StatusCode, &'static str) {
    (StatusCode::INTERNAL_SERVER_ERROR, "oops")
}

#[tokio::test]
async fn a_panic_is_an_internal_server_error() {
    let app = TestApp::new(|config| config.add_view(panics {}).add_view(oops {}));
    assert_answers(&app, &[("/panics", 500, "oops")]).await;
}

#[tween(under = EXCVIEW)]
async fn fails_below(request: Request, next: Next) -> Result<Response, NoSuchReport> {
    if request.header("x-fail").is_some() { Err(NoSuchReport) } else { Ok(next.call(request).await) }
}

#[tween(over = EXCVIEW)]
fn fails_above(request: Request, next: SyncNext) -> Result<Response, Unwanted> {
    let response = next.call(request);
    if response.headers().contains_key("x-unwanted") { Err(Unwanted) } else { Ok(response) }
}

#[tween(over = EXCVIEW)]
async fn sees_the_answer(request: Request, next: Next) -> Response {
    let mut response = next.call(request).await;
    let status = HeaderValue::from(response.status().as_u16());
    response.headers_mut().insert("x-status", status);
    response
}

#[view(path = "/marked")]
async fn marked() -> ([(&'static str, &'static str); 1], &'static str) {
    ([("x-unwanted", "yes")], "marked")
}

#[tokio::test]
async fn tweens_below_the_place_of_exception_views_are_answered_and_those_above_are_not() {
    let app = TestApp::new(|config| {
        let config = reports(config).add_view(marked {}).add_view(no_such_report {}).add_view(anything {});
        config.add_tween(fails_below {}).add_tween(fails_above {}).add_tween(sees_the_answer {})
    });
    let answer = app.get("/report").await;
    assert_eq!((answer.status().as_u16(), answer.header("x-status")), (404, Some("404")));
    let answer = app.request(Method::GET, "/marked").header("x-fail", "1").await;
    assert_eq!((answer.status().as_u16(), answer.text()), (404, "sorry, there is no such report"));
    let answer = app.get("/marked").await;
    assert_eq!((answer.status().as_u16(), answer.text().contains("anything")), (500, false));
}

#[exception_view(renderer = "json")]
async fn in_json(error: Exception<NoSuchReport>) -> Vec<String> {
    vec![error.to_string()]
}

#[tokio::test]
async fn an_exception_view_may_have_a_renderer() {
    let app = TestApp::new(|config| reports(config).add_view(in_json {}));
    let answer = app.get("/report").await;
    assert_eq!((answer.status().as_u16(), answer.content_type()), (200, Some("application/json")));
    assert_eq!(answer.json::<Vec<String>>(), ["there is no such report"]);
}

#[view(path = "/form", request_method = "POST")]
async fn form(params: Params<std::collections::HashMap<String, String>>) -> Result<String, NoSuchReport> {
    let _ = params;
    Err(NoSuchReport)
}

#[tokio::test]
async fn the_body_may_be_gone_by_then() {
    let app = TestApp::new(|config| config.add_view(form {}).add_view(no_such_report {}));
    assert_eq!(app.post("/form").form(&[("a", "1")]).await.text(), "sorry, there is no such report");
}
