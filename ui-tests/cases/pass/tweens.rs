//! Tweens that name each other, in both directions and across modules.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

mod security {
    use pyramidion::prelude::*;

    #[tween(over = super::audit)]
    pub(super) async fn session(request: Request, next: Next) -> Response {
        super::mark(next.call(request).await, "session")
    }
}

#[tween(under = security::session, over = [MAIN])]
fn audit(request: Request, next: SyncNext) -> Response {
    mark(next.call(request), "audit")
}

#[tween(under = INGRESS, over = [security::session, EXCVIEW])]
async fn outermost(mut request: Request, next: Next) -> Result<Response, HttpNotFound> {
    request = Request::new(request.into_http());
    Ok(mark(next.call(request).await, "outermost"))
}

#[tween]
fn text(_: Request, next: SyncNext) -> impl IntoResponse {
    drop(next);
    "text"
}

fn mark(mut response: Response, name: &'static str) -> Response {
    response.headers_mut().append("x-tween", HeaderValue::from_static(name));
    response
}

#[tokio::test]
async fn stand_in_the_order_that_they_name() {
    let app = TestApp::new(|config| config.add_tween(outermost {}).add_tween(audit {}).add_tween(security::session {}));
    let response = app.get("/").await;
    let order: Vec<_> = response.headers().get_all("x-tween").iter().collect();
    assert_eq!(order, ["audit", "session", "outermost"]);
    assert_eq!(TestApp::new(|config| config.add_tween(text {})).get("/").await.text(), "text");
}
