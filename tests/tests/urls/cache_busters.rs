//! URLs of static files that have a cache buster. What Pyramid makes of the same is in `tests/vectors/cache_busters.json`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use pyramidion::prelude::*;
use pyramidion::static_view::{
    CacheBuster, CacheBusterError, ContentHash, ManifestCacheBuster, QueryStringCacheBuster,
    QueryStringConstantCacheBuster, StaticAsset,
};
use pyramidion::testing::TestApp;
use serde::Deserialize;

/// A directory of its own for each test, which goes with it.
struct Files(PathBuf);

impl Files {
    fn new() -> Self {
        static LAST: AtomicUsize = AtomicUsize::new(0);
        let number = LAST.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("pyramidion-busters-{}-{number}", std::process::id()));
        fs::create_dir_all(root.join("css/own")).unwrap();
        fs::write(root.join("css/app.css"), "abc").unwrap();
        Self(root)
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.0.join(file), text).unwrap();
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[derive(Deserialize)]
struct Wish {
    file: String,
    query: Option<String>,
    text: Option<String>,
}

#[view(path = "/url")]
async fn url(request: &Request, Query(wish): Query<Wish>) -> String {
    let url = request.static_file("static", &wish.file);
    let url = match wish {
        Wish { query: Some(value), .. } => url.query([("q", value)]),
        Wish { text: Some(text), .. } => url.query_text(text),
        _ => url,
    };
    url.path().unwrap_or_else(|error| error.to_string())
}

fn app(files: &Files, configure: impl FnOnce(Configurator, &Path) -> Configurator) -> TestApp {
    TestApp::new(|config| configure(config.add_static_view("static", &files.0).add_view(url {}), &files.0))
}

async fn path(app: &TestApp, wish: &str) -> String {
    app.get(&format!("/url?file={wish}")).await.text().to_owned()
}

fn constant(token: &str) -> QueryStringConstantCacheBuster {
    QueryStringConstantCacheBuster::new(token)
}

#[derive(Deserialize)]
struct Vector {
    /// Directory, token, whether explicit.
    busters: Vec<(String, String, bool)>,
    file: String,
    query: Option<String>,
    path: String,
}

#[tokio::test]
async fn urls_are_those_of_pyramid() {
    let vectors = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/cache_busters.json");
    let vectors: Vec<Vector> = serde_json::from_str(&fs::read_to_string(vectors).unwrap()).unwrap();
    assert!(vectors.len() > 10);
    let files = Files::new();
    for Vector { busters, file, query, path: expected } in vectors {
        let app = app(&files, |config, root| {
            busters.iter().fold(config, |config, (directory, token, explicit)| {
                let directory = root.join(directory);
                match explicit {
                    true => config.add_explicit_cache_buster(directory, constant(token)),
                    false => config.add_cache_buster(directory, constant(token)),
                }
            })
        });
        let query = query.map(|query| format!("&query={query}")).unwrap_or_default();
        assert_eq!(path(&app, &format!("{file}{query}")).await, expected, "{busters:?} {file}");
    }
}

#[tokio::test]
async fn a_token_stands_in_the_query_whatever_that_is() {
    let files = Files::new();
    let app = app(&files, |config, root| config.add_cache_buster(root, constant("a b&c").param("v v")));
    assert_eq!(path(&app, "x.js").await, "/static/x.js?v+v=a+b%26c");
    assert_eq!(path(&app, "x.js&text=one").await, "/static/x.js?one&v+v=a+b%26c");
}

#[tokio::test]
async fn a_content_hash_changes_with_the_file() {
    let files = Files::new();
    let app =
        app(&files, |config, root| config.add_cache_buster(root, QueryStringCacheBuster::new(ContentHash::new())));
    assert_eq!(path(&app, "css/app.css").await, "/static/css/app.css?x=ba7816bf8f01cfea");
    files.write("css/app.css", "other");
    assert_eq!(path(&app, "css/app.css").await, "/static/css/app.css?x=d9298a10d1b07358");
    let missing = path(&app, "css/none.css").await;
    assert!(missing.starts_with("the cache buster of `") && missing.contains("css/none.css` fails: "), "{missing}");
    // No static view serves it, so nobody looks at it.
    assert_eq!(path(&app, "../etc/passwd").await, "/static/../etc/passwd");
}

#[tokio::test]
async fn a_function_makes_tokens() {
    let tokenize = |request: &Request, asset: &StaticAsset<'_>| -> Result<String, CacheBusterError> {
        Ok(format!("{}{}", request.method(), asset.subpath().len()))
    };
    let files = Files::new();
    let app = app(&files, |config, root| config.add_cache_buster(root, QueryStringCacheBuster::new(tokenize)));
    assert_eq!(path(&app, "a.js").await, "/static/a.js?x=GET4");
}

#[tokio::test]
async fn a_manifest_says_what_files_are_called() {
    let files = Files::new();
    files.write("manifest.json", r#"{"css/app.css": "css/app-1.css", "a b.js": "c d.js"}"#);
    let app =
        app(&files, |config, root| config.add_cache_buster(root, ManifestCacheBuster::new(root.join("manifest.json"))));
    assert_eq!(path(&app, "css/app.css&query=7").await, "/static/css/app-1.css?q=7");
    assert_eq!(path(&app, "a%20b.js").await, "/static/c%20d.js");
    assert_eq!(path(&app, "other.js").await, "/static/other.js");
    files.write("manifest.json", "{}");
    assert_eq!(path(&app, "css/app.css").await, "/static/css/app-1.css");
}

#[tokio::test]
async fn a_manifest_that_reloads_may_come_later() {
    let files = Files::new();
    let manifest = files.0.join("manifest.json");
    let app =
        app(&files, |config, root| config.add_cache_buster(root, ManifestCacheBuster::new(&manifest).reload(true)));
    assert_eq!(path(&app, "css/app.css").await, "/static/css/app.css");
    files.write("manifest.json", r#"{"css/app.css": "css/app-1.css"}"#);
    assert_eq!(path(&app, "css/app.css").await, "/static/css/app-1.css");
    files.write("manifest.json", "{");
    let later = fs::metadata(&manifest).unwrap().modified().unwrap() + std::time::Duration::from_secs(5);
    fs::File::options().write(true).open(&manifest).unwrap().set_modified(later).unwrap();
    let broken = path(&app, "css/app.css").await;
    assert!(broken.contains("manifest.json` cannot be read: EOF"), "{broken}");
}

struct Broken;

impl CacheBuster for Broken {
    fn bust(&self, _: &Request, _: &mut StaticAsset<'_>) -> Result<(), CacheBusterError> {
        Err("no luck".into())
    }
}

#[tokio::test]
async fn a_setting_turns_all_off() {
    let files = Files::new();
    let app =
        app(&files, |config, root| config.add_cache_buster(root, Broken).add_setting("prevent_cachebust", "true"));
    assert_eq!(path(&app, "x.js").await, "/static/x.js");
}

#[test]
fn what_cannot_work_is_told_at_the_start() {
    let files = Files::new();
    let config = Configurator::new().add_static_view("static", &files.0);
    let config = config.add_cache_buster(&files.0, ManifestCacheBuster::new(files.0.join("none.json")));
    let problems = config.add_cache_buster("/elsewhere", Broken).try_make_router().unwrap_err().to_string();
    assert!(problems.contains("none.json` cannot be read: No such file"), "{problems}");
    let expected = "the cache buster for `/elsewhere` is for no file of a static view\n";
    assert!(problems.contains(expected) && problems.contains("help: name the directory as"), "{problems}");
}
