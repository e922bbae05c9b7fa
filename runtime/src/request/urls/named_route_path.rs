//! A named route as the companion of a view on it gives it.

use std::fmt;

/// A named route, with a value for each of its parameters that a view takes by name: what `report::path(2024)` gives where the view
/// says `route_name = "report"`.
///
/// What the path is stands in the configuration, so this is no text: [`Request::route`](crate::Request::route) makes the URL. Whether
/// the names are parameters of the route is found when the application is put together. A parameter of the route that the view does
/// not take by its name is given beside: `request.route(report::path(2024)).value("lang", "en")`; one of a prefix of
/// [`include_with_prefix`](crate::Configurator::include_with_prefix) is what it is in the request, unless it is given.
///
/// A view on a named route has a `path` if each of its arguments is certainly a parameter or certainly none: a number, `bool`, `char` or
/// `String` is one, and what pyramidion and axum have extractors for is none. For another type it is the route that decides, which the
/// macro does not see: name the route then, `request.route("report").value("year", year)`.
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[view(route_name = "report")]
/// async fn report(year: u16, request: &Request) -> Result<String, UrlError> {
///     request.route(report::path(year - 1)).path()
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| {
///     config.add_route("report", "/reports/{year}").add_view(report {})
/// });
/// assert_eq!(app.get("/reports/2024").await.text(), "/reports/2023");
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct NamedRoutePath {
    route: &'static str,
    values: Vec<(&'static str, String)>,
}

impl NamedRoutePath {
    /// What the macro calls.
    #[doc(hidden)]
    pub fn new(route: &'static str, values: &[(&'static str, &dyn fmt::Display)]) -> Self {
        Self { route, values: values.iter().map(|(name, value)| (*name, value.to_string())).collect() }
    }

    pub(crate) fn route(&self) -> &'static str {
        self.route
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

/// What is certainly a parameter of a route: no type is, of those for which the macro asks. It exists for its message.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this view's companion has no `path`: only its route tells which of its arguments are parameters",
    label = "a parameter, or an extractor",
    note = "name the route instead: `request.route(\"report\").value(\"year\", year)`",
    note = "numbers, `bool`, `char` and `String` are certainly parameters, and so are all that a view's own `path = \"/…\"` names"
)]
pub trait CertainlyAParameter {}
