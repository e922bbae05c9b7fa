//! Cache busters on their way to the URLs of static files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::configurator::Configurator;
use super::error::Problem;
use super::settings::Settings;
use super::static_views::{StaticViewAction, serve};
use crate::static_view::{CacheBuster, CacheBusters};
use crate::view::definition::SourceLocation;

impl Configurator {
    /// Has the URLs of the static files below a directory change with the files, so that clients may keep these for long:
    /// `add_cache_buster("path/to/files", …)`. What is between directory and URL says
    /// [`add_static_view`](Self::add_static_view), before or after.
    ///
    /// There are [`QueryStringConstantCacheBuster`](crate::static_view::QueryStringConstantCacheBuster),
    /// [`QueryStringCacheBuster`](crate::static_view::QueryStringCacheBuster) and
    /// [`ManifestCacheBuster`](crate::static_view::ManifestCacheBuster), and what implements [`CacheBuster`]. Of those for several
    /// directories around a file, that of the innermost is asked; one that is added for the same directory replaces the one before. With
    /// the setting `prevent_cachebust` there are none.
    ///
    /// ```
    /// use pyramidion::prelude::*;
    /// use pyramidion::static_view::QueryStringConstantCacheBuster;
    ///
    /// fn app(config: Configurator) -> Configurator {
    ///     config
    ///         .add_static_view_with("static", "src", |options| options.cache_max_age(365 * 24 * 60 * 60))
    ///         .add_cache_buster("src", QueryStringConstantCacheBuster::new(env!("CARGO_PKG_VERSION")))
    /// }
    /// # app(Configurator::new()).make_router();
    /// ```
    ///
    /// Source: Pyramid's `Configurator.add_cache_buster`.
    #[track_caller]
    pub fn add_cache_buster(self, directory: impl AsRef<Path>, cache_buster: impl CacheBuster) -> Self {
        self.push_cache_buster(directory.as_ref(), Arc::new(cache_buster), false, SourceLocation::caller())
    }

    /// As [`add_cache_buster`](Self::add_cache_buster), and before all that are not explicit, those of inner directories among them.
    ///
    /// Source: `explicit=True` of Pyramid's directive. What it is for there, the files by which an asset is overridden, there is not here.
    #[track_caller]
    pub fn add_explicit_cache_buster(self, directory: impl AsRef<Path>, cache_buster: impl CacheBuster) -> Self {
        self.push_cache_buster(directory.as_ref(), Arc::new(cache_buster), true, SourceLocation::caller())
    }

    fn push_cache_buster(
        mut self,
        directory: &Path,
        buster: Arc<dyn CacheBuster>,
        explicit: bool,
        location: SourceLocation,
    ) -> Self {
        match std::path::absolute(directory) {
            Ok(directory) => self.cache_busters.push(CacheBusterAction { directory, buster, explicit, location }),
            Err(error) => {
                let message = format!(
                    "the directory `{}` of a cache buster is none: {error}\nhelp: name the directory of a static view, or one in it",
                    directory.display()
                );
                self.problem(message, location);
            }
        }
        self
    }
}

/// A cache buster as it was added.
pub(crate) struct CacheBusterAction {
    directory: PathBuf,
    buster: Arc<dyn CacheBuster>,
    explicit: bool,
    location: SourceLocation,
}

/// Those that files ask.
pub(super) fn cache_busters(
    actions: Vec<CacheBusterAction>,
    static_views: &[StaticViewAction],
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> CacheBusters {
    let mut busters = CacheBusters::default();
    let prevented = settings.get::<bool>("prevent_cachebust");
    if prevented
        .map_err(|error| problems.push(Problem::new(error.to_string(), [])))
        .is_ok_and(|value| value == Some(true))
    {
        return busters;
    }
    for CacheBusterAction { directory, buster, explicit, location } in actions {
        let shown = directory.display();
        if !serve(static_views, &directory) {
            let message = format!(
                "the cache buster for `{shown}` is for no file of a static view\nhelp: name the directory as `add_static_view` does, or one in it"
            );
            problems.push(Problem::new(message, [location]));
        } else if let Err(error) = buster.prepare() {
            problems.push(Problem::new(format!("the cache buster for `{shown}` cannot work: {error}\nhelp: see that what it reads is there when the program starts"), [location]));
        }
        busters.add(directory, buster, explicit);
    }
    busters
}
