//! Static views: the files of a directory, served as they are.
//!
//! tower-http's `ServeDir` finds and reads them, off the event loop, and knows conditional requests, ranges and compressed files.
//! What is here are the rules of Pyramid, and those of HTTP that `ServeDir` leaves out.

mod file_path;
mod range;
mod service;

use std::sync::Arc;

use pyramidion_patterns::Pattern;

pub(crate) use self::service::StaticView;

/// The static views of an application, for making URLs of their files.
#[derive(Default)]
pub(crate) struct StaticViews(Vec<NamedStaticView>);

struct NamedStaticView {
    name: String,
    /// Where it is, with all prefixes of includes.
    prefix: Arc<Pattern>,
}

impl StaticViews {
    pub(crate) fn add(&mut self, name: &str, prefix: Arc<Pattern>) {
        self.0.push(NamedStaticView { name: trimmed(name).to_owned(), prefix });
    }

    /// By the name with prefixes, or else all that have the name alone.
    pub(crate) fn get(&self, name: &str) -> Vec<&Pattern> {
        let name = trimmed(name);
        let prefixes = || self.0.iter().map(|view| &*view.prefix);
        match prefixes().find(|prefix| trimmed(prefix.text()) == name) {
            Some(prefix) => vec![prefix],
            None => self.0.iter().filter(|view| view.name == name).map(|view| &*view.prefix).collect(),
        }
    }

    /// The names with prefixes.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.iter().map(|view| trimmed(view.prefix.text()))
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
            views.add(name, Arc::new(Pattern::parse(prefix).unwrap()));
        }
        let get = |name| views.get(name).into_iter().map(Pattern::text).collect::<Vec<_>>();
        assert_eq!(get("static"), ["/static"]);
        assert_eq!(get("/static/"), ["/static"]);
        assert_eq!(get("files"), ["/a/files", "/b/files/"]);
        assert_eq!(get("b/files"), ["/b/files/"]);
        assert!(get("statics").is_empty());
        assert_eq!(views.names().collect::<Vec<_>>(), ["static", "a/files", "b/files"]);
    }
}
