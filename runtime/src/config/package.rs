//! What `scan` is told to scan.

use std::fmt;

use crate::executor::{ExecutorUse, executor_uses};
use crate::view::definition::ViewDefinition;
use crate::view::registration::registered_views;

/// A crate, or a module of one, whose views `scan` registers. Made by [`package!`](crate::package!).
///
/// Displays as the path of the module: `blog`, `blog::admin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Package {
    krate: &'static str,
    /// The path within the crate, each module with `::` before it.
    module: &'static str,
}

impl Package {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(krate: &'static str, module: &'static str) -> Self {
        Self { krate, module }
    }

    /// The views in this package, sorted by where they are written: the linker's order means nothing.
    pub(crate) fn views(&self) -> Vec<&'static ViewDefinition> {
        let mut views = registered_views();
        views.retain(|view| self.holds(view.module));
        views.sort_by_key(|view| (view.module, view.location, view.name));
        views
    }

    /// The functions in this package that name an executor, sorted likewise.
    pub(crate) fn executor_uses(&self) -> Vec<&'static ExecutorUse> {
        let mut uses: Vec<_> = executor_uses().into_iter().filter(|each| self.holds(each.module)).collect();
        uses.sort_by_key(|each| (each.module, each.location.line(), each.location.column()));
        uses
    }

    fn holds(&self, module: &str) -> bool {
        let within = module.strip_prefix(self.krate).and_then(|module| module.strip_prefix(self.module));
        within.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    }
}

impl fmt::Display for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.krate, self.module)
    }
}

/// Names a crate or a module for [`Configurator::scan`](crate::Configurator::scan).
///
/// `package!()` is the crate that it stands in, `package!(blog)` another crate, `package!(crate::admin)` and
/// `package!(blog::admin)` modules. Naming a crate here links it, so that its views are found although nothing else of it is
/// used; a name that does not exist is a compile error.
///
/// # Example
///
/// ```
/// let package = pyramidion::package!(pyramidion::testing);
/// assert_eq!(package.to_string(), "pyramidion::testing");
/// ```
#[macro_export]
macro_rules! package {
    () => {
        $crate::Package::new($crate::__private::first_segment(::core::module_path!()), "")
    };
    (crate $(:: $module:ident)+) => {{
        #[allow(unused_imports)]
        use crate $(:: $module)+ as _;
        $crate::Package::new(
            $crate::__private::first_segment(::core::module_path!()),
            ::core::concat!($("::", ::core::stringify!($module)),+),
        )
    }};
    ($krate:ident $(:: $module:ident)*) => {{
        #[allow(unused_imports)]
        use ::$krate $(:: $module)* as _;
        $crate::Package::new(
            ::core::stringify!($krate),
            ::core::concat!($("::", ::core::stringify!($module)),*),
        )
    }};
}

/// `module_path!()` up to the first `::`: the name of the crate.
#[doc(hidden)]
#[must_use]
pub const fn first_segment(path: &'static str) -> &'static str {
    let bytes = path.as_bytes();
    let mut end = 0;
    while end < bytes.len() && bytes[end] != b':' {
        end += 1;
    }
    path.split_at(end).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_holds_its_modules_and_not_its_namesakes() {
        let blog = Package::new("blog", "");
        assert!(blog.holds("blog"));
        assert!(blog.holds("blog::admin"));
        assert!(!blog.holds("blogger"));
        assert!(Package::new("blog", "::admin").holds("blog::admin::users"));
        assert!(!Package::new("blog", "::admin").holds("blog"));
    }

    #[test]
    fn the_crate_is_the_first_segment() {
        assert_eq!(first_segment("blog::admin::views"), "blog");
        assert_eq!(first_segment("blog"), "blog");
    }
}
