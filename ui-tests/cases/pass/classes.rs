//! Methods as views, however the block is written.

#![allow(dead_code, non_upper_case_globals)]

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;
use pyramidion::{view, views};

const object: u32 = 1;
const views_: u32 = 2;
struct Store<T>(T);

/// A trait with methods of the views' names, which take less to be called.
trait Namesake: Sized {
    fn show(self) -> &'static str {
        "the trait's"
    }
}

impl<T> Namesake for Store<T> {}
impl<T> Namesake for &Store<T> {}

#[views]
#[allow(clippy::new_without_default)]
#[view_defaults(path = "/store")]
impl Store<u32> {
    pub(crate) fn new() -> Store<u32> {
        Self(object + views_)
    }

    #[view]
    #[must_use]
    /// Documented below its attribute.
    #[allow(clippy::needless_arbitrary_self_type)]
    pub(crate) async fn show(self: &Self) -> String {
        self.0.to_string()
    }

    #[cfg(not(any()))]
    #[view(path = "/store/type")]
    fn r#type(mut self) -> String {
        self.0 += 1;
        self.0.to_string()
    }

    #[cfg(any())]
    #[view(path = "/store/gone")]
    async fn gone(&self) -> Unknown {
        Unknown
    }

    #[pyramidion::view(path = "/store/{number}/{stem}.txt", custom_predicates = [is_asked_for])]
    async fn take(&mut self, stem: String, number: u32, Json(by): Json<u32>) -> String {
        self.0 += by;
        format!("{stem} {number} {}", self.0)
    }
}

fn is_asked_for(_: &Request) -> bool {
    true
}

struct Note {
    text: String,
}

/// With a body for `new`.
#[views]
impl Note {
    fn new(Json(text): Json<String>) -> std::result::Result<Self, HttpBadRequest> {
        if text.is_empty() { Err(HttpBadRequest::new()) } else { Ok(Self { text }) }
    }

    #[view(path = "/note")]
    async fn save(self) -> impl IntoResponse {
        self.text
    }

    #[view(path = "/note/{number}", mapper = inline)]
    fn change(&self, number: u32) -> String {
        format!("{number} {}", self.text)
    }
}

macro_rules! counter {
    ($name:ident: $ty:ty, $($method:item)*) => {
        struct $name($ty);

        #[views]
        impl $name {
            fn new(number: $ty) -> Self {
                Self(number)
            }

            $($method)*
        }
    };
}

counter! {
    Counter: u64,
    #[view(path = "/count/{number}", renderer = "json")]
    async fn count(&self) -> &u64 {
        &self.0
    }
    #[view(path = "/twice/{number}", renderer = "json")]
    fn twice(&self) -> u64 {
        self.0 * 2
    }
}

#[tokio::test]
async fn all_of_them_answer() {
    let app = TestApp::new(|config| config.add_views::<Store<u32>>().add_views::<Note>().add_views::<Counter>());
    for (path, text) in [("/store", "3"), ("/store/type", "4"), ("/count/7", "7"), ("/twice/7", "14")] {
        assert_eq!(app.get(path).await.text(), text, "{path}");
    }
    assert_eq!(app.post("/store/5/a.txt").json(&4).await.text(), "a 5 7");
    assert_eq!(app.post("/note").json(&"text").await.text(), "text");
    assert_eq!(app.post("/note").json(&"").await.status(), 400);
    assert_eq!(app.post("/note/7").json(&"text").await.text(), "7 text");
}
