//! Which cache buster is for a file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::CacheBuster;

/// The cache busters of an application, each for all that is below a directory.
#[derive(Default)]
pub(crate) struct CacheBusters(Vec<Registered>);

struct Registered {
    directory: PathBuf,
    buster: Arc<dyn CacheBuster>,
    explicit: bool,
}

impl CacheBusters {
    /// Adds one, in the place of one that is for the same directory.
    pub(crate) fn add(&mut self, directory: PathBuf, buster: Arc<dyn CacheBuster>, explicit: bool) {
        let same = self.0.iter_mut().find(|other| other.directory == directory && other.explicit == explicit);
        match same {
            Some(same) => same.buster = buster,
            None => self.0.push(Registered { directory, buster, explicit }),
        }
    }

    /// The one for a file: explicit ones go before others, and then that of the directory which is nearest to it.
    pub(crate) fn get(&self, file: &Path) -> Option<&dyn CacheBuster> {
        let of_file = self.0.iter().filter(|one| file.starts_with(&one.directory));
        let chosen = of_file.max_by_key(|one| (one.explicit, one.directory.components().count()));
        chosen.map(|one| &*one.buster)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::{CacheBusterError, StaticAsset};
    use super::*;
    use crate::request::Request;
    use crate::testing::TestRequest;

    struct Named(&'static str);

    impl CacheBuster for Named {
        fn bust(&self, _: &Request, asset: &mut StaticAsset<'_>) -> Result<(), CacheBusterError> {
            asset.set_subpath(self.0);
            Ok(())
        }
    }

    fn chosen(busters: &CacheBusters, file: &str) -> Option<String> {
        let request = TestRequest::get("/").build();
        let mut asset = StaticAsset::new(Path::new(file), "");
        busters.get(Path::new(file))?.bust(&request, &mut asset).unwrap();
        Some(asset.into_parts().0)
    }

    #[test]
    fn the_nearest_directory_decides_unless_one_is_explicit() {
        let mut busters = CacheBusters::default();
        let mut add = |directory: &str, name, explicit| busters.add(directory.into(), Arc::new(Named(name)), explicit);
        add("/site/css", "css", false);
        add("/site", "first", false);
        add("/site/js", "js", false);
        add("/site", "site", false);
        add("/site/js/lib", "explicit", true);
        add("/site/js/lib/own", "own", false);
        for (file, expected) in [
            ("/site/a.txt", Some("site")),
            ("/site/css/a.css", Some("css")),
            ("/site/cssx/a.css", Some("site")),
            ("/site/js/a.js", Some("js")),
            ("/site/js/lib/own/a.js", Some("explicit")),
            ("/sites/a.txt", None),
        ] {
            assert_eq!(chosen(&busters, file).as_deref(), expected, "{file}");
        }
    }
}
