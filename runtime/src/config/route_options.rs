//! What a route says besides its name and pattern.

use std::sync::Arc;

use pyramidion_patterns::{Pattern, did_you_mean};

use crate::traversal::RootFactory;
use crate::view::predicate::{Predicate, ViewPredicate};

/// What a route says besides its name and pattern: which requests it is for, and where its traversal begins and goes.
///
/// Predicates decide among routes of one shape: a route whose predicates do not hold leaves the request to the next. Source: the
/// arguments of Pyramid's `Configurator.add_route`.
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[view(route_name = "save")]
/// async fn save() -> &'static str {
///     "saved"
/// }
///
/// #[view(route_name = "show")]
/// async fn show() -> &'static str {
///     "shown"
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| {
///     config
///         .add_route_with("save", "/note", |route| route.request_method(["POST"]))
///         .add_route("show", "/note")
///         .add_view(save {})
///         .add_view(show {})
/// });
/// assert_eq!(app.post("/note").await.text(), "saved");
/// assert_eq!(app.get("/note").await.text(), "shown");
/// # }
/// ```
#[derive(Clone, Default)]
#[must_use = "the options are given back to `add_route_with`"]
pub struct RouteOptions {
    pub(crate) predicates: Vec<Predicate>,
    pub(crate) traverse: Option<String>,
    pub(crate) factory: Option<Arc<dyn RootFactory>>,
    pub(crate) use_global_views: bool,
}

impl RouteOptions {
    /// One of these methods; `GET` brings `HEAD` along.
    pub fn request_method<const N: usize>(self, methods: [&str; N]) -> Self {
        self.predicate(Predicate::request_method(&methods))
    }

    /// A parameter is there, `edit`, or has a value, `mode=raw`.
    pub fn request_param(self, param: &str) -> Self {
        self.predicate(Predicate::request_param(&[param]))
    }

    /// A header is there, `X-Pick`, or its value begins with what a regular expression describes, `X-Pick:[a-z]+`.
    pub fn header(self, header: &str) -> Self {
        self.predicate(Predicate::header(&[header]))
    }

    /// The client accepts this media type.
    pub fn accept(self, media_type: &str) -> Self {
        self.predicate(Predicate::accept(media_type))
    }

    /// Whether a script has made the request, as `X-Requested-With` says.
    pub fn xhr(self, wanted: bool) -> Self {
        self.predicate(Predicate::xhr(wanted))
    }

    /// The decoded path begins with what the regular expression describes.
    pub fn path_info(self, expression: &str) -> Self {
        self.predicate(Predicate::path_info(expression))
    }

    /// Whether it is known who asks.
    pub fn is_authenticated(self, wanted: bool) -> Self {
        self.predicate(Predicate::is_authenticated(wanted))
    }

    /// Who asks has all of these principals.
    pub fn effective_principals<const N: usize>(self, principals: [&'static str; N]) -> Self {
        self.predicate(Predicate::effective_principals(&principals))
    }

    /// A predicate of the application's own: a `fn(&Request) -> bool`, which sees the matchdict.
    pub fn custom_predicate(self, predicate: impl ViewPredicate) -> Self {
        self.predicate(Predicate::custom(predicate))
    }

    /// The path that traversal goes along once the route has matched, with the route's parameters in it: `/archive/{year}`.
    pub fn traverse(self, path: &str) -> Self {
        Self { traverse: Some(path.to_owned()), ..self }
    }

    /// What makes the root for this route, in place of the application's root factory.
    pub fn factory(self, factory: impl RootFactory) -> Self {
        Self { factory: Some(Arc::new(factory)), ..self }
    }

    /// Whether the views that need no route serve this one too, after its own.
    pub fn use_global_views(self, wanted: bool) -> Self {
        Self { use_global_views: wanted, ..self }
    }

    /// What is wrong with them, on a route of this pattern.
    pub(crate) fn problems(&self, pattern: Option<&Pattern>) -> Vec<String> {
        let predicates = self.predicates.iter().filter_map(Predicate::problem).map(str::to_owned);
        predicates.chain(self.traverse.as_deref().and_then(|path| wrong_traverse(path, pattern))).collect()
    }

    fn predicate(mut self, predicate: Predicate) -> Self {
        self.predicates.push(predicate);
        self
    }
}

fn wrong_traverse(path: &str, of_route: Option<&Pattern>) -> Option<String> {
    let path = match Pattern::parse(path) {
        Ok(path) => path,
        Err(error) => return Some(format!("the path of its traversal is wrong: {error}")),
    };
    let known: Vec<&str> = of_route?.parameters().iter().map(|parameter| parameter.name.as_str()).collect();
    let unknown = path.parameters().iter().find(|parameter| !known.contains(&parameter.name.as_str()))?;
    let help = match known.as_slice() {
        [] => "the route has no parameters".to_owned(),
        known => did_you_mean(&unknown.name, known.iter().copied(), "the route's parameters are"),
    };
    let name = &unknown.name;
    Some(format!("its traversal goes along `{name}`, which is no parameter of its pattern\nhelp: {help}"))
}

impl std::fmt::Debug for RouteOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RouteOptions").field("predicates", &self.predicates).finish_non_exhaustive()
    }
}
