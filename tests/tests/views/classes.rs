//! Views that are methods of an object, which `new` makes for each request.

use std::sync::Mutex;

use pyramidion::ViewState;
use pyramidion::executor::ThreadKind;
use pyramidion::prelude::*;
use pyramidion::testing::{TestApp, TestRequest};

type Shelf = Mutex<Vec<String>>;

struct Articles {
    request: Request,
    shelf: State<Shelf>,
}

#[views]
#[view_defaults(route_name = "articles", renderer = "json")]
impl Articles {
    fn new(request: Request, shelf: State<Shelf>) -> Self {
        Self { request, shelf }
    }

    #[view(request_method = "GET")]
    async fn index(&self) -> Vec<String> {
        tokio::task::yield_now().await;
        self.titles()
    }

    #[view(request_method = "POST", renderer = "string")]
    fn create(&mut self) -> Result<String, JsonError> {
        let title: String = self.request.json()?;
        self.shelf.lock().unwrap().push(title);
        Ok(format!("on {}", ThreadKind::current()))
    }

    #[view(route_name = "article")]
    async fn show(self, number: usize) -> Result<String, HttpNotFound> {
        self.titles().get(number).cloned().ok_or_else(HttpNotFound::new)
    }

    /// No view.
    fn titles(&self) -> Vec<String> {
        self.shelf.lock().unwrap().clone()
    }
}

fn articles(config: Configurator) -> Configurator {
    let config = config.add_route("articles", "/articles").add_route("article", "/articles/{number}");
    config.add_state(Mutex::new(vec!["On pyramids".to_owned()])).add_views::<Articles>()
}

#[tokio::test]
async fn methods_answer_as_their_attributes_say() {
    let app = TestApp::new(articles);
    assert_eq!(app.get("/articles").await.text(), r#"["On pyramids"]"#);
    assert_eq!(app.post("/articles").json(&"On obelisks").await.text(), format!("on {}", ThreadKind::Executor));
    assert_eq!(app.get("/articles/1").await.text(), r#""On obelisks""#);
    assert_eq!(app.get("/articles/7").await.status(), 404);
    assert_eq!(app.post("/articles").body("no json").await.status(), 415);
    assert_eq!(app.request(Method::DELETE, "/articles").await.status(), 404);
}

#[tokio::test]
async fn an_object_is_tested_without_an_application() {
    let shelf = State::from(Shelf::default());
    let mut articles = Articles::new(TestRequest::post("/articles").json(&"On tests").build(), shelf.clone());
    articles.create().unwrap();
    assert_eq!(articles.index().await, ["On tests"]);
    assert_eq!(Articles::new(TestRequest::get("/").build(), shelf).show(0).await.unwrap(), "On tests");
}

/// Where views are scanned.
mod scanned {
    use super::*;

    pub(super) struct Pages {
        view: ViewState,
        number: u32,
    }

    /// The defaults may stand above, too.
    #[view_defaults(path = "/pages/{number}")]
    #[pyramidion::views]
    impl Pages {
        const fn new(number: u32, view: ViewState) -> Self {
            Self { view, number }
        }

        #[pyramidion::view(request_method = "GET")]
        async fn show(&self) -> String {
            format!("{} {}", self.view.view_name(), self.number)
        }

        #[view(path = "/twice/{number}", renderer = "string")]
        fn twice(&self, number: u64, request: &Request) -> String {
            format!("{} + {number} at {}", self.number, request.path())
        }

        #[cfg(not(test))]
        #[view(path = "/nowhere/{number}")]
        async fn nowhere(&self) -> String {
            String::new()
        }
    }
}

#[tokio::test]
async fn a_scan_finds_the_methods_of_types() {
    let app = TestApp::new(|config| config.scan(package!(crate::classes::scanned)));
    assert_eq!(app.get("/pages/7").await.text(), "Pages::show 7");
    assert_eq!(app.get("/twice/7").await.text(), "7 + 7 at /twice/7");
    assert_eq!(app.get("/pages/seven").await.status(), 404);
    assert_eq!(app.get("/nowhere/{number}").await.status(), 404);
}

#[tokio::test]
async fn what_is_scanned_and_added_is_there_once() {
    let add = |config: Configurator| config.scan(package!(crate::classes::scanned)).add_views::<scanned::Pages>();
    let app = TestApp::new(|config| add(config).include_with_prefix("/old", Configurator::add_views::<scanned::Pages>));
    assert_eq!(app.get("/pages/7").await.text(), "Pages::show 7");
    assert_eq!(app.get("/old/pages/7").await.text(), "Pages::show 7");
}

struct Rivals;

#[views]
#[view_defaults(path = "/rivals")]
impl Rivals {
    fn new() -> Self {
        Self
    }

    const LINE: u32 = line!() + 2;

    #[view]
    async fn one(&self) -> String {
        "one".to_owned()
    }

    #[view]
    async fn other(&self) -> String {
        "other".to_owned()
    }
}

#[test]
fn a_problem_names_the_method_and_its_place() {
    let problems = Configurator::new().add_views::<Rivals>().try_make_router().unwrap_err().to_string();
    for (name, line) in [("one", Rivals::LINE), ("other", Rivals::LINE + 5)] {
        assert!(problems.contains(&format!("Rivals::{name}")), "{problems}");
        assert!(problems.contains(&format!("classes.rs:{line}")), "{problems}");
    }
}

/// What may be seen by those who know the word.
struct Vault {
    word: String,
}

#[derive(Debug)]
struct WrongWord;

impl std::fmt::Display for WrongWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("wrong word")
    }
}

impl std::error::Error for WrongWord {}

#[exception_view]
async fn wrong_word(error: Exception<WrongWord>) -> (StatusCode, String) {
    (StatusCode::UNAUTHORIZED, error.to_string())
}

#[views]
#[view_defaults(mapper = inline)]
impl Vault {
    fn new(headers: HeaderMap) -> Result<Self, WrongWord> {
        let word = headers.get("x-word").and_then(|word| word.to_str().ok()).ok_or(WrongWord)?;
        Ok(Self { word: word.to_owned() })
    }

    /// What it gives is the object's.
    #[view(path = "/letters", renderer = "json")]
    async fn letters(&self) -> Vec<&str> {
        self.word.split("").filter(|letter| !letter.is_empty()).collect()
    }

    #[view(path = "/word", renderer = "string")]
    fn word(&self) -> &str {
        &self.word
    }

    #[view(path = "/longer/{by}")]
    async fn longer(&mut self, by: String) -> String {
        self.word.push_str(&by);
        tokio::task::yield_now().await;
        self.word.clone()
    }

    #[view(path = "/waits", mapper = executor)]
    fn waits(self, request: SyncRequest<'_>, scope: &SyncScope<'_>) -> String {
        request.wait(tokio::task::yield_now());
        let method = request.method().clone();
        scope.wait(async move { format!("{method} {}", self.word) })
    }
}

#[tokio::test]
async fn new_may_answer_in_the_place_of_its_views() {
    let app = TestApp::new(|config| config.add_views::<Vault>().add_view(wrong_word {}));
    for path in ["/letters", "/word", "/longer/x", "/waits"] {
        let answer = app.get(path).await;
        assert_eq!((answer.status().as_u16(), answer.text()), (401, "wrong word"), "{path}");
    }
    let expected = [("/letters", r#"["o","n"]"#), ("/word", "on"), ("/longer/e", "one"), ("/waits", "GET on")];
    for (path, text) in expected {
        assert_eq!(app.request(Method::GET, path).header("x-word", "on").await.text(), text, "{path}");
    }
}

#[derive(Clone)]
struct Folder {
    name: &'static str,
}

#[resource]
impl Folder {
    async fn item(&self, name: &str) -> Option<Self> {
        (name == "inner").then_some(Self { name: "inner" })
    }
}

#[root_factory]
fn root() -> Folder {
    Folder { name: "root" }
}

struct Browser {
    folder: Context<Folder>,
}

#[views]
impl Browser {
    fn new(folder: Context<Folder>) -> Self {
        Self { folder }
    }

    #[view]
    async fn default(&self) -> String {
        self.folder.name.to_owned()
    }

    #[view(name = "edit")]
    async fn edit(&self) -> String {
        format!("edit {}", self.folder.name)
    }
}

#[tokio::test]
async fn the_context_of_new_is_that_of_the_views() {
    let app = TestApp::new(|config| config.set_root_factory(root {}).add_views::<Browser>());
    let expected = [("/", "root"), ("/inner", "inner"), ("/edit", "edit root"), ("/inner/edit", "edit inner")];
    for (path, text) in expected {
        assert_eq!(app.get(path).await.text(), text, "{path}");
    }
}
