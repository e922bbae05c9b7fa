//! URLs of routes.

use std::borrow::Cow;
use std::fmt::Display;
use std::sync::Arc;

use pyramidion_patterns::{PathValue, Pattern};

use super::error::Reason;
use super::query::Query;
use super::resource::virtual_root;
use super::{NamedRoutePath, RoutePath, RoutedView, UrlBuilder, UrlError, UrlTarget};
use crate::application::Application;
use crate::request::Request;
use crate::traversal::{Location, names_in_url};

/// A route: by its name, or as the companion of the view that declares it gives it, `report::path(2024)`.
#[derive(Debug, Clone)]
pub struct RouteOf<'r>(Which<'r>);

#[derive(Debug, Clone)]
enum Which<'r> {
    Named(&'r str),
    NamedPath(NamedRoutePath),
    View(RoutePath),
    Current,
}

impl<'r> From<&'r str> for RouteOf<'r> {
    fn from(name: &'r str) -> Self {
        Self(Which::Named(name))
    }
}

impl<'r> From<&'r String> for RouteOf<'r> {
    fn from(name: &'r String) -> Self {
        Self(Which::Named(name))
    }
}

impl From<RoutePath> for RouteOf<'_> {
    fn from(path: RoutePath) -> Self {
        Self(Which::View(path))
    }
}

impl From<NamedRoutePath> for RouteOf<'_> {
    fn from(path: NamedRoutePath) -> Self {
        Self(Which::NamedPath(path))
    }
}

/// A route, and what its placeholders are to be.
#[derive(Debug, Clone)]
#[doc(hidden)]
pub struct RouteTarget<'r> {
    route: RouteOf<'r>,
    values: Vec<(Cow<'r, str>, PathValue<'static>)>,
    /// Where the route's traversal is to lead.
    location: Option<Location>,
}

/// The URL of a route on its way.
pub type RouteUrl<'r> = UrlBuilder<'r, RouteTarget<'r>>;

impl<'r> RouteTarget<'r> {
    fn new(route: RouteOf<'r>) -> Self {
        Self { route, values: Vec::new(), location: None }
    }
}

impl UrlTarget for RouteTarget<'_> {
    fn path_in_application(&self, request: &Request, _: &mut Query) -> Result<String, UrlError> {
        let (pattern, own) = match &self.route.0 {
            Which::Named(name) => (named(name, request)?, Vec::new()),
            Which::NamedPath(path) => {
                let pattern = named(path.route(), request)?;
                let own = path.values().map(|(name, value)| (name.to_owned(), value.to_owned()));
                (pattern, values_of_prefix(pattern, request).chain(own).collect())
            }
            Which::View(path) => {
                let pattern = of_view(path.view(), request)?;
                (pattern, values_of_view(path, pattern, request))
            }
            Which::Current => (current(request)?, from_matchdict(request)),
        };
        let given = self.values.iter().map(|(name, value)| (name.as_ref(), value.clone()));
        let own = own.iter().map(|(name, value)| (name.as_str(), PathValue::from(value.as_str())));
        let traverse = self.location.iter().map(|location| ("traverse", traverse(location, pattern, request)));
        Ok(pattern.generate(own.chain(given).chain(traverse))?)
    }
}

fn named<'a>(name: &str, request: &'a Request) -> Result<&'a Arc<Pattern>, UrlError> {
    let routes = &application(request)?.routes;
    let names: Vec<&str> = routes.names().collect();
    routes.get(name).ok_or_else(|| UrlError::unknown_route(name, names.into_iter()))
}

fn current(request: &Request) -> Result<&Arc<Pattern>, UrlError> {
    request.attributes().pattern.as_ref().ok_or_else(|| Reason::NoCurrentRoute.into())
}

/// The pattern of a view's route, with all prefixes.
fn of_view<'a>(view: &RoutedView, request: &'a Request) -> Result<&'a Arc<Pattern>, UrlError> {
    match application(request)?.routes.of_view(view) {
        [] => Err(Reason::UnknownView(view.to_string()).into()),
        [pattern] => Ok(pattern),
        several => {
            let patterns = several.iter().map(|pattern| pattern.text().to_owned()).collect();
            Err(Reason::AmbiguousView { view: view.to_string(), patterns }.into())
        }
    }
}

/// The view's own values, after those of the prefixes.
fn values_of_view(path: &RoutePath, pattern: &Pattern, request: &Request) -> Vec<(String, String)> {
    let own = &pattern.parameters()[pattern.prefix_parameters().len()..];
    let own = own.iter().map(|parameter| parameter.name.clone()).zip(path.values().iter().cloned());
    values_of_prefix(pattern, request).chain(own).collect()
}

/// A parameter of a prefix is what it is in the request, as views link to others under the same prefix.
fn values_of_prefix(pattern: &Pattern, request: &Request) -> impl Iterator<Item = (String, String)> {
    let of_prefix = pattern.prefix_parameters();
    let in_request = from_matchdict(request).into_iter();
    in_request.filter(|(name, _)| of_prefix.iter().any(|parameter| parameter.name == *name))
}

fn from_matchdict(request: &Request) -> Vec<(String, String)> {
    request.matchdict().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The names on the way to a resource. The slash before them may be the pattern's, `/tree/*traverse`, or not, `/tree*traverse`.
fn traverse(location: &Location, pattern: &Pattern, request: &Request) -> PathValue<'static> {
    let mut names = names_in_url(location, &virtual_root(request));
    if !names.is_empty() {
        names.push("");
        if !pattern.quoted_literals().iter().rev().nth(1).is_some_and(|before| before.ends_with('/')) {
            names.insert(0, "");
        }
    }
    PathValue::segments(names.into_iter().map(str::to_owned))
}

pub(super) fn application(request: &Request) -> Result<&Arc<Application>, UrlError> {
    request.application().ok_or_else(|| Reason::NoApplication.into())
}

impl<'r> RouteUrl<'r> {
    /// Sets what a placeholder stands for: text, a number, or whatever else is `Display`. Slashes stay as they are.
    pub fn value(mut self, name: impl Into<Cow<'r, str>>, value: impl Display) -> Self {
        self.target.values.push((name.into(), value.to_string().into()));
        self
    }

    /// Sets what several placeholders stand for. Names that the route does not know are left out; of two values for a name the last
    /// counts.
    pub fn values<N: Into<Cow<'r, str>>, V: Display>(self, values: impl IntoIterator<Item = (N, V)>) -> Self {
        values.into_iter().fold(self, |url, (name, value)| url.value(name, value))
    }

    /// Sets the segments that a remainder stands for. Slashes in them stay as they are.
    pub fn segments<S: Display>(
        mut self,
        name: impl Into<Cow<'r, str>>,
        segments: impl IntoIterator<Item = S>,
    ) -> Self {
        let segments: Vec<String> = segments.into_iter().map(|segment| segment.to_string()).collect();
        self.target.values.push((name.into(), PathValue::segments(segments)));
        self
    }

    /// Has the route's traversal lead to a resource: sets `traverse`, the remainder of a route such as `/tree*traverse`.
    ///
    /// Source: `route_name` of Pyramid's `request.resource_url`.
    pub fn traverse(mut self, location: impl Into<Location>) -> Self {
        self.target.location = Some(location.into());
        self
    }
}

impl Request {
    /// Starts the URL of a route, which is named, or given by the companion of its view.
    ///
    /// ```
    /// use pyramidion::prelude::*;
    /// use pyramidion::request::UrlError;
    ///
    /// #[view(path = "/reports/{year}")]
    /// async fn report(year: u16, request: &Request) -> Result<String, UrlError> {
    ///     request.route(report::path(year - 1)).path()
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let app = pyramidion::testing::TestApp::new(|config| {
    ///     config.include_with_prefix("/archive", |config| config.add_view(report {}))
    /// });
    /// assert_eq!(app.get("/archive/reports/2024").await.text(), "/archive/reports/2023");
    /// # }
    /// ```
    ///
    /// Source: Pyramid's `request.route_url` and `request.route_path`.
    pub fn route<'r>(&'r self, route: impl Into<RouteOf<'r>>) -> RouteUrl<'r> {
        UrlBuilder::new(self, RouteTarget::new(route.into()))
    }

    /// Starts the URL of the route that has matched. Values that are not given are those of the [`matchdict`](Self::matchdict), and
    /// the query is the request's own, unless another is given.
    ///
    /// Source: Pyramid's `request.current_route_url` and `request.current_route_path`.
    ///
    /// ```
    /// use pyramidion::prelude::*;
    /// use pyramidion::request::UrlError;
    ///
    /// #[view(path = "/{lang}/page")]
    /// async fn page(request: &Request, lang: String) -> Result<String, UrlError> {
    ///     let other = if lang == "de" { "en" } else { "de" };
    ///     request.current_route().value("lang", other).path()
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let app = pyramidion::testing::TestApp::new(|config| config.add_view(page {}));
    /// assert_eq!(app.get("/de/page?q=a+b").await.text(), "/en/page?q=a+b");
    /// # }
    /// ```
    pub fn current_route(&self) -> RouteUrl<'_> {
        let mut url = UrlBuilder::new(self, RouteTarget::new(RouteOf(Which::Current)));
        url.query = Query::Current;
        url
    }

    /// The path of a route with these values: `request.route_path("item", [("id", 7)])`.
    ///
    /// # Errors
    ///
    /// As [`UrlBuilder::path`].
    pub fn route_path<'r, N: Into<Cow<'r, str>>, V: Display>(
        &'r self,
        route: impl Into<RouteOf<'r>>,
        values: impl IntoIterator<Item = (N, V)>,
    ) -> Result<String, UrlError> {
        self.route(route).values(values).path()
    }

    /// The URL of a route with these values.
    ///
    /// # Errors
    ///
    /// As [`UrlBuilder::url`].
    pub fn route_url<'r, N: Into<Cow<'r, str>>, V: Display>(
        &'r self,
        route: impl Into<RouteOf<'r>>,
        values: impl IntoIterator<Item = (N, V)>,
    ) -> Result<String, UrlError> {
        self.route(route).values(values).url()
    }
}
