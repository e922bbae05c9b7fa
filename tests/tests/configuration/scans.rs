//! What `scan` finds: the views of a crate, of a module, of another crate; and nothing by accident.

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

use crate::{error_of, places};

mod blog {
    use pyramidion::prelude::*;

    #[view(path = "/blog")]
    async fn index() -> &'static str {
        "blog"
    }

    pub(super) mod admin {
        use pyramidion::prelude::*;

        #[view(path = "/blog/admin")]
        fn index() -> &'static str {
            "admin"
        }

        #[websocket_view(path = "/blog/admin/log")]
        async fn log(mut ws: Websocket) -> Result<(), WebsocketClosed> {
            ws.send("log").await
        }

        #[derive(WebsocketConnectionView)]
        #[websocket(path = "/blog/admin/chat")]
        struct Chat {
            ws: Websocket,
        }

        impl WebsocketCallbacks for Chat {
            async fn on_open(&mut self) -> Result<(), WebsocketClosed> {
                self.send("chat").await
            }
        }
    }
}

/// Its name begins as the other one's does.
mod blogger {
    use pyramidion::prelude::*;

    #[view(path = "/blogger")]
    async fn index() -> &'static str {
        "blogger"
    }
}

mod empty {}

async fn statuses(app: &TestApp, targets: &[&str]) -> Vec<u16> {
    let mut statuses = Vec::new();
    for target in targets {
        statuses.push(app.get(target).await.status().as_u16());
    }
    statuses
}

const TARGETS: [&str; 4] = ["/blog", "/blog/admin", "/blogger", "/2024/hello"];

#[tokio::test]
async fn a_module_with_those_below_it() {
    let app = TestApp::new(|config| config.scan(package!(crate::scans::blog)));
    assert_eq!(statuses(&app, &TARGETS).await, [200, 200, 404, 404]);
    let app = TestApp::new(|config| config.scan(package!(crate::scans::blog::admin)));
    assert_eq!(statuses(&app, &TARGETS).await, [404, 200, 404, 404]);
}

#[tokio::test]
async fn views_of_every_kind() {
    let app = TestApp::new(|config| config.scan(package!(crate::scans::blog::admin)));
    for name in ["log", "chat"] {
        let mut client = app.websocket(&format!("/blog/admin/{name}")).await.unwrap();
        assert_eq!(client.recv().await, Some(name.into()));
    }
}

/// `embed` is named nowhere else in this crate.
#[tokio::test]
async fn another_crate() {
    let app = TestApp::new(|config| config.scan(package!(embed)));
    assert_eq!(statuses(&app, &TARGETS).await, [404, 404, 404, 200]);
}

/// Its template comes along.
#[tokio::test]
async fn another_crate_with_its_templates_under_a_prefix() {
    let part = |config: Configurator| config.add_route("home", "/").scan(package!(starter));
    let app = TestApp::new(|config| config.include_with_prefix("/start", part).scan(package!(crate::scans::blogger)));
    assert!(app.get("/start/").await.text().contains("<h1>starter</h1>"));
    assert_eq!(statuses(&app, &TARGETS).await, [404, 404, 200, 404]);
}

#[tokio::test]
async fn what_is_scanned_and_added_is_one_view() {
    let app =
        TestApp::new(|config| config.scan(package!(crate::scans::blog)).scan(package!(crate::scans::blog::admin)));
    assert_eq!(statuses(&app, &TARGETS).await, [200, 200, 404, 404]);
}

/// This crate has views that conflict, in other modules of these tests: so all of it was scanned.
#[test]
fn the_crate_itself() {
    let error = error_of(|config| config.scan(package!()));
    assert!(error.contains("`configuration::conflicts::home`"), "{error}");
    assert!(error.contains("`configuration::includes::list`"), "{error}");
}

#[test]
fn a_scan_that_finds_nothing_is_an_error() {
    let error = error_of(|config| config.scan(package!(crate::scans::empty)).scan(package!(serde)));
    assert!(error.starts_with("the configuration has 2 mistakes"), "{error}");
    assert!(error.contains("scanning `configuration::scans::empty` found no view"), "{error}");
    assert!(error.contains("scanning `serde` found no view"), "{error}");
    assert_eq!(places(&error).len(), 2, "{error}");
    assert!(error.contains("help: put `#[view(…)]`"), "{error}");
}
