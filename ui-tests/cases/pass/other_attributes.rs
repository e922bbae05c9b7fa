//! Attributes of others on views, above and below.

use pyramidion::prelude::*;

/// Documented.
#[view(path = "/documented")]
/// On both sides.
#[allow(clippy::let_and_return)]
#[inline]
async fn documented() -> &'static str {
    let text = "documented";
    text
}

#[view(path = "/absent")]
#[cfg(any())]
async fn absent() -> NoSuchType {
    no_such_function()
}

#[cfg(any())]
#[view(path = "/absent", no_such_key)]
async fn absent() {}

#[tween(under = [no_such_tween])]
#[cfg(any())]
fn absent_tween() {}

#[view(path = "/present")]
#[cfg(not(any()))]
async fn present() -> &'static str {
    "present"
}

#[view(path = "/deprecated")]
#[deprecated]
async fn deprecated() -> &'static str {
    "deprecated"
}

#[view(path = "/limited")]
#[must_use]
#[expect(unused_variables)]
fn limited() -> &'static str {
    let nothing = 7;
    "limited"
}

#[synchronize(keep = load_async)]
#[doc = "Loads."]
#[must_use]
#[allow(clippy::unused_async)]
async fn load() -> u64 {
    7
}

#[synchronize]
#[cfg(any())]
async fn load() -> NoSuchType {
    no_such_function()
}

#[tokio::test]
async fn each_answers() {
    let app = pyramidion::testing::TestApp::new(|config| {
        config.add_view(documented {}).add_view(present {}).add_view(deprecated {}).add_view(limited {})
    });
    for name in ["documented", "present", "deprecated", "limited"] {
        assert_eq!(app.get(&format!("/{name}")).await.text(), name);
    }
    let _ = (load, load_async);
}
