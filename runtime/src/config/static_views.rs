//! Static views on their way to the router.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use pyramidion_patterns::{Parameter, ParameterKind, Pattern};

use super::build::unless_it_panics;
use super::configurator::Configurator;
use super::error::Problem;
use crate::application::Application;
use crate::static_view::{CacheBusters, StaticView, StaticViews};
use crate::view::definition::SourceLocation;
use crate::view::http_cache::HttpCache;

/// What a static view says besides its name and directory.
#[derive(Clone, Debug)]
#[must_use = "the options are given back to `add_static_view_with`"]
pub struct StaticViewOptions {
    cache_max_age: Option<u32>,
}

impl Default for StaticViewOptions {
    fn default() -> Self {
        Self { cache_max_age: Some(3600) }
    }
}

impl StaticViewOptions {
    /// For how many seconds clients may keep a file without asking again, which is an hour unless it is said. `0` forbids to keep
    /// it, `None` says nothing of it.
    ///
    /// ```
    /// # let config = pyramidion::Configurator::new();
    /// config.add_static_view_with("static", "src", |options| options.cache_max_age(60));
    /// ```
    pub fn cache_max_age(self, seconds: impl Into<Option<u32>>) -> Self {
        Self { cache_max_age: seconds.into() }
    }
}

impl Configurator {
    /// Serves the files below a directory under a path of the view's name: `add_static_view("static", "path/to/files")`. Their URLs
    /// are made by [`Request::static_url`](crate::Request::static_url).
    ///
    /// It answers GET and HEAD, asks for no permission, and lets clients keep files for an hour. A directory answers with its
    /// `index.html`. Requests may be conditional or for a range, and a file beside which there is one with `.br` or `.gz` at the end
    /// of its name is sent so compressed to clients that take it. All below the prefix is the static view's: what it does not find is
    /// a 404, and no other view is asked, unless a route says more of the path literally.
    ///
    /// A relative directory is one below where the program is started. Source: Pyramid's `Configurator.add_static_view`, where it is
    /// below the package.
    ///
    /// ```
    /// use pyramidion::prelude::*;
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let app = pyramidion::testing::TestApp::new(|config| config.add_static_view("static", "src"));
    /// let response = app.get("/static/lib.rs").await;
    /// assert_eq!(response.status(), 200);
    /// assert_eq!(response.header("cache-control"), Some("max-age=3600"));
    /// # }
    /// ```
    #[track_caller]
    pub fn add_static_view(self, name: &str, directory: impl AsRef<Path>) -> Self {
        self.add_static_view_with(name, directory, |options| options)
    }

    /// Serves the files below a directory, and says more: see [`StaticViewOptions`].
    #[track_caller]
    pub fn add_static_view_with(
        mut self,
        name: &str,
        directory: impl AsRef<Path>,
        options: impl FnOnce(StaticViewOptions) -> StaticViewOptions,
    ) -> Self {
        let location = SourceLocation::caller();
        let options = options(StaticViewOptions::default());
        match StaticViewAction::new(name, self.prefix.as_deref(), directory.as_ref(), options, location) {
            Ok(action) => self.static_views.push(action),
            Err(problem) => self.problem(format!("static view `{name}`: {problem}"), location),
        }
        self
    }
}

/// A static view as it was added.
pub(crate) struct StaticViewAction {
    name: String,
    /// The path of the directory, with the prefixes of includes.
    prefix: Arc<Pattern>,
    directory: PathBuf,
    options: StaticViewOptions,
    location: SourceLocation,
}

impl StaticViewAction {
    /// Or what is wrong with it.
    fn new(
        name: &str,
        prefix: Option<&str>,
        directory: &Path,
        options: StaticViewOptions,
        location: SourceLocation,
    ) -> Result<Self, String> {
        let own = format!("/{}", name.trim_matches('/'));
        let pattern = Pattern::parse(&own).and_then(|pattern| match prefix {
            Some(prefix) => pattern.with_prefix(prefix),
            None => Ok(pattern),
        });
        let pattern = pattern.map_err(|error| format!("its name is a path, and wrong as such: {error}"))?;
        if !is_plain(&pattern) {
            return Err(format!(
                "what stands before its files, `{}`, is no plain path\nhelp: write names and placeholders for whole segments only",
                pattern.text()
            ));
        }
        let name = name.to_owned();
        Ok(Self { name, prefix: Arc::new(pattern), directory: found(directory)?, options, location })
    }

    /// Where axum's router finds the view, without a slash at the end.
    fn axum_path(&self) -> String {
        self.prefix.axum_path().trim_end_matches('/').to_owned()
    }

    fn service(&self, application: &Arc<Application>) -> StaticView {
        let http_cache = self.options.cache_max_age.map(|seconds| HttpCache::new(Some(seconds), &[]));
        let depth = self.axum_path().matches('/').count();
        StaticView::new(&self.directory, depth, http_cache, Arc::clone(application))
    }
}

/// Whether axum's router finds all that is below it, and so many segments belong to it whatever they are.
fn is_plain(prefix: &Pattern) -> bool {
    let text = prefix.text();
    let is_segment = |Parameter { span, .. }: &Parameter| {
        text[..span.start].ends_with('/') && (text.len() == span.end || text[span.end..].starts_with('/'))
    };
    let is_plain = |parameter: &Parameter| parameter.kind == ParameterKind::Segment && parameter.regex.is_none();
    prefix.parameters().iter().all(|parameter| is_plain(parameter) && is_segment(parameter))
}

/// The directory, wherever the program goes later.
fn found(directory: &Path) -> Result<PathBuf, String> {
    let shown = directory.display();
    // Symbolic links stay as they are: a deployment may turn them elsewhere while the program runs.
    let whole = std::path::absolute(directory).and_then(|whole| Ok((whole.metadata()?.is_dir(), whole)));
    let (is_directory, whole) = whole.map_err(|error| {
        let here = std::env::current_dir().unwrap_or_default();
        format!(
            "its directory `{shown}` cannot be found: {error}\nhelp: a relative path begins where the program was started, which is `{}`; to begin at the package, write `concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/…\")`",
            here.display()
        )
    })?;
    if is_directory {
        Ok(whole)
    } else {
        Err(format!("`{shown}` is no directory\nhelp: name the directory that the file is in"))
    }
}

/// Whether files below `directory` are served, or files of it below one that is.
pub(super) fn serve(actions: &[StaticViewAction], directory: &Path) -> bool {
    actions.iter().any(|action| action.directory.starts_with(directory) || directory.starts_with(&action.directory))
}

pub(super) fn named(actions: &[StaticViewAction], cache_busters: CacheBusters) -> StaticViews {
    let mut views = StaticViews::with(cache_busters);
    for action in actions {
        views.add(&action.name, Arc::clone(&action.prefix), action.directory.clone());
    }
    views
}

/// Puts static views on the router beside the routes.
pub(super) fn mount(
    router: Router,
    actions: Vec<StaticViewAction>,
    application: &Arc<Application>,
    problems: &mut Vec<Problem>,
) -> Router {
    actions.into_iter().fold(router, |router, action| {
        let (path, service) = (action.axum_path(), action.service(application));
        unless_it_panics(|| {
            let router = router
                .route_service(&format!("{path}/"), service.clone())
                .route_service(&format!("{path}/{{*path}}"), service.clone());
            if path.is_empty() { router } else { router.route_service(&path, service) }
        })
        .unwrap_or_else(|panic| {
            let message = format!(
                "static view `{}` is in the way of a route or another static view: {panic}\nhelp: give it a name that begins no other path",
                action.name
            );
            problems.push(Problem::new(message, [action.location]));
            Router::new()
        })
    })
}
