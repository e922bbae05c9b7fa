//! Static views: the files of a directory, served as they are ([`add_static_view`](crate::Configurator::add_static_view)), and what
//! makes their URLs change when they do ([`add_cache_buster`](crate::Configurator::add_cache_buster)).
//!
//! tower-http's `ServeDir` finds and reads them, off the event loop, and knows conditional requests, ranges and compressed files.
//! What is here are the rules of Pyramid, and those of HTTP that `ServeDir` leaves out.

mod cache_buster;
mod file_path;
mod range;
mod service;

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use pyramidion_patterns::Pattern;

pub(crate) use self::cache_buster::CacheBusters;
pub use self::cache_buster::{
    CacheBuster, CacheBusterError, ContentHash, Manifest, ManifestCacheBuster, QueryStringCacheBuster,
    QueryStringConstantCacheBuster, StaticAsset, Tokenize,
};
pub(crate) use self::service::StaticView;

/// The static views of an application, for making URLs of their files.
#[derive(Default)]
pub(crate) struct StaticViews {
    views: Vec<NamedStaticView>,
    pub(crate) cache_busters: CacheBusters,
}

pub(crate) struct NamedStaticView {
    name: String,
    /// Where it is, with all prefixes of includes.
    pub(crate) prefix: Arc<Pattern>,
    directory: PathBuf,
}

impl NamedStaticView {
    /// Where a file is on the disk, if the view can serve one that is called so.
    pub(crate) fn file(&self, subpath: &str) -> Option<PathBuf> {
        let is_plain = Path::new(subpath).components().all(|component| matches!(component, Component::Normal(_)));
        is_plain.then(|| self.directory.join(subpath))
    }
}

impl StaticViews {
    pub(crate) fn with(cache_busters: CacheBusters) -> Self {
        Self { views: Vec::new(), cache_busters }
    }

    pub(crate) fn add(&mut self, name: &str, prefix: Arc<Pattern>, directory: PathBuf) {
        self.views.push(NamedStaticView { name: trimmed(name).to_owned(), prefix, directory });
    }

    /// By the name with prefixes, or else all that have the name alone.
    pub(crate) fn get(&self, name: &str) -> Vec<&NamedStaticView> {
        let name = trimmed(name);
        match self.views.iter().find(|view| trimmed(view.prefix.text()) == name) {
            Some(view) => vec![view],
            None => self.views.iter().filter(|view| view.name == name).collect(),
        }
    }

    /// The names with prefixes.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.views.iter().map(|view| trimmed(view.prefix.text()))
    }
}

fn trimmed(name: &str) -> &str {
    name.trim_matches('/')
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_two_have_needs_its_prefix() {
        let mut views = StaticViews::default();
        for (name, prefix) in [("static", "/static"), ("files", "/a/files"), ("files/", "/b/files/")] {
            views.add(name, Arc::new(Pattern::parse(prefix).unwrap()), "/files".into());
        }
        let get = |name| views.get(name).into_iter().map(|view| view.prefix.text()).collect::<Vec<_>>();
        assert_eq!(get("static"), ["/static"]);
        assert_eq!(get("/static/"), ["/static"]);
        assert_eq!(get("files"), ["/a/files", "/b/files/"]);
        assert_eq!(get("b/files"), ["/b/files/"]);
        assert!(get("statics").is_empty());
        assert_eq!(views.names().collect::<Vec<_>>(), ["static", "a/files", "b/files"]);
        let file = |subpath| views.get("static")[0].file(subpath);
        assert_eq!(file("css/a b.css").as_deref(), Some(Path::new("/files/css/a b.css")));
        assert_eq!(["../a", "/etc/passwd", "a/../../b"].map(file), [None, None, None]);
    }
}
