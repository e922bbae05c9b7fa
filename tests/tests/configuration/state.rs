//! State and settings, as the application holds them and as its functions get them.

use std::sync::atomic::{AtomicU32, Ordering};

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

#[derive(Default)]
struct Counter {
    count: AtomicU32,
}

#[view(path = "/async")]
async fn count(counter: State<Counter>) -> String {
    counter.count.fetch_add(1, Ordering::Relaxed).to_string()
}

#[view(path = "/sync")]
fn count_sync(counter: State<Counter>) -> String {
    counter.count.fetch_add(1, Ordering::Relaxed).to_string()
}

#[view(path = "/settings")]
async fn settings(settings: State<Settings>) -> Result<String, pyramidion::SettingsError> {
    Ok(settings.get::<u32>("page_size")?.unwrap_or(10).to_string())
}

#[tween]
async fn counts(request: Request, next: Next) -> Response {
    if let Some(counter) = next.registry().get::<Counter>() {
        counter.count.fetch_add(10, Ordering::Relaxed);
    }
    next.call(request).await
}

#[tokio::test]
async fn views_and_tweens_share_it() {
    let app = TestApp::new(|config| {
        config.add_state(Counter::default()).add_view(count {}).add_view(count_sync {}).add_tween(counts {})
    });
    assert_eq!(app.get("/async").await.text(), "10");
    assert_eq!(app.get("/sync").await.text(), "21");
    assert_eq!(app.get("/async").await.text(), "32");
}

#[test]
fn parts_see_what_was_added_before() {
    let config = Configurator::new().add_state(7_u8).add_setting("debug", "true").include(|config| {
        assert_eq!(config.registry().get::<u8>().as_deref(), Some(&7));
        assert_eq!(config.settings().get::<bool>("debug").unwrap(), Some(true));
        config
    });
    assert!(config.try_make_router().is_ok());
}

#[tokio::test]
async fn settings_are_state() {
    let app = TestApp::new(|config| {
        config.add_setting("page_size", "7").add_setting("page_size", "20").add_view(settings {})
    });
    assert_eq!(app.get("/settings").await.text(), "20");
    let app = TestApp::new(|config| config.add_setting("page_size", "many").add_view(settings {}));
    assert_eq!(app.get("/settings").await.status(), 500);
}

/// The settings that the application keeps would replace them unseen.
#[test]
fn settings_are_not_added_as_state() {
    let settings: Settings = [("page_size", "20")].into_iter().collect();
    let error = crate::error_of(|config| config.add_state(settings));
    assert!(error.contains("add_setting"), "{error}");
}
