//! The path of a view's route as its companion gives it.

use std::fmt;

use pyramidion_patterns::url::quote_path;

/// The path of a view's route, with a value for each of its parameters: what `report::path(2024)` gives.
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[view(path = "/reports/{year}/{title}")]
/// async fn report(year: u16, title: String) -> String {
///     format!("{title} {year}")
/// }
///
/// assert_eq!(report::path(2024, "a b").to_string(), "/reports/2024/a%20b");
/// ```
///
/// As text it is the path that the view itself declares. What stands before it is not known until the application is put together:
/// prefixes of [`include_with_prefix`](crate::Configurator::include_with_prefix), a router around the application, the host. So where
/// there is a request, let it make the URL: `request.route(report::path(2024, "a b")).path()`; see
/// [`Request::route`](crate::Request::route).
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct RoutePath {
    view: RoutedView,
    /// The text around the values, quoted: one more than there are values.
    literals: &'static [&'static str],
    values: Vec<String>,
}

/// A view that declares its route by a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct RoutedView {
    pub(crate) module: &'static str,
    pub(crate) name: &'static str,
    /// The path tells views of one name apart, which may be in the bodies of different functions.
    pub(crate) path: &'static str,
}

impl fmt::Display for RoutedView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.module, self.name)
    }
}

impl RoutePath {
    /// What the macro calls.
    #[doc(hidden)]
    pub fn new(
        name: &'static str,
        module: &'static str,
        path: &'static str,
        literals: &'static [&'static str],
        values: &[&dyn fmt::Display],
    ) -> Self {
        let view = RoutedView { module, name, path };
        Self { view, literals, values: values.iter().map(ToString::to_string).collect() }
    }

    pub(crate) fn view(&self) -> &RoutedView {
        &self.view
    }

    pub(crate) fn values(&self) -> &[String] {
        &self.values
    }
}

impl fmt::Display for RoutePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut values = self.values.iter();
        for literal in self.literals {
            f.write_str(literal)?;
            if let Some(value) = values.next() {
                f.write_str(&quote_path(value))?;
            }
        }
        Ok(())
    }
}
