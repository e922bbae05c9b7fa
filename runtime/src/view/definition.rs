//! What the macros write down about a view while it compiles.

use std::any::TypeId;
use std::fmt;
use std::future::Future;

use axum::response::IntoResponse;

use super::callable::{Callable, Uncallable};
use super::decorator::{Decorator, ViewCall};
use super::exception::{AnyException, Raised};
use super::http_cache::HttpCache;
use super::mapper::Mapper;
use super::predicate::{ContextType, Predicate, PredicateList};
use crate::executor::ExecutorKey;
use crate::render::Renderer;

/// A view, named by its companion: `config.add_view(home {})`.
///
/// Implemented by the macros, for the companion of a function and for the struct of a websocket connection.
#[diagnostic::on_unimplemented(
    message = "this is not the name of a view",
    label = "not a view's name",
    note = "a view is named by its companion, with braces: `add_view(home {{}})`, and a struct by `add_view_type::<Chat>()`",
    note = "the views of a type under `#[views]` are added by `add_views::<Articles>()`",
    note = "`#[view]`, `#[websocket_view]` and `#[derive(WebsocketConnectionView)]` make views"
)]
pub trait View: 'static {
    #[doc(hidden)]
    fn definition() -> ViewDefinition;
}

/// Everything that is known about a view.
#[doc(hidden)]
pub struct ViewDefinition {
    pub(crate) name: &'static str,
    pub(crate) module: &'static str,
    pub(crate) location: SourceLocation,
    pub(crate) kind: ViewKind,
    pub(crate) mapper: Option<Mapper>,
    /// Where a plain function runs, if not in the default executor.
    pub(crate) executor: Option<&'static ExecutorKey>,
    pub(crate) route: RouteOfView,
    /// Empty: every method.
    pub(crate) request_method: &'static [&'static str],
    /// All others.
    pub(crate) predicates: Vec<Predicate>,
    /// Empty: every context, and none.
    pub(crate) contexts: Vec<ContextType>,
    /// What an exception view is for; empty for every error.
    pub(crate) exceptions: Vec<ExceptionType>,
    /// Whether a path that only lacks its last slash is redirected before the view is called.
    pub(crate) append_slash: bool,
    /// What traversal calls the view; empty for the default view of its contexts.
    pub(crate) lookup_name: &'static str,
    pub(crate) permission: Option<&'static str>,
    pub(crate) http_cache: Option<HttpCache>,
    /// Nothing: as the application says.
    pub(crate) require_csrf: Option<bool>,
    /// The first is the outermost.
    pub(crate) decorators: Vec<Decorator>,
    pub(crate) renderer: Renderer,
    /// The route's parameters that are arguments.
    pub(crate) parameters: Vec<&'static str>,
    pub(crate) requirements: Vec<Requirement>,
    /// Whether an argument may be, or may look at, the whole request.
    pub(crate) sees_request: bool,
    pub(crate) call: Box<dyn Callable>,
}

/// What the macros write of a view, from its name on. How it is called comes last (`view/call.rs`), the rest where the
/// attribute says it.
impl ViewDefinition {
    /// A view with a route of its own.
    #[track_caller]
    #[must_use]
    pub fn at_path(name: &'static str, module: &'static str, path: &'static str) -> Self {
        Self::new(name, module, RouteOfView::Path(path))
    }

    /// A view on a route that the configuration declares.
    #[track_caller]
    #[must_use]
    pub fn at_route(name: &'static str, module: &'static str, route_name: &'static str) -> Self {
        Self::new(name, module, RouteOfView::Named(route_name))
    }

    /// A view without a route, which traversal finds.
    #[track_caller]
    #[must_use]
    pub fn by_traversal(name: &'static str, module: &'static str) -> Self {
        Self::new(name, module, RouteOfView::None)
    }

    /// A view for errors, be it only those of one route.
    #[track_caller]
    #[must_use]
    pub fn for_exceptions(name: &'static str, module: &'static str, route_name: Option<&'static str>) -> Self {
        Self::new(name, module, RouteOfView::Exception(route_name))
    }

    /// Stands for a view with mistakes, which are compile errors: no program ever runs with it.
    #[must_use]
    pub fn unusable() -> Self {
        Self::at_path("", "", "/")
    }

    #[track_caller]
    fn new(name: &'static str, module: &'static str, route: RouteOfView) -> Self {
        Self {
            name,
            module,
            location: SourceLocation::caller(),
            kind: ViewKind::Coroutine,
            mapper: None,
            executor: None,
            route,
            request_method: &[],
            predicates: Vec::new(),
            contexts: Vec::new(),
            exceptions: Vec::new(),
            append_slash: false,
            lookup_name: "",
            permission: None,
            http_cache: None,
            require_csrf: None,
            decorators: Vec::new(),
            renderer: Renderer::None,
            parameters: Vec::new(),
            requirements: Vec::new(),
            sees_request: false,
            call: Box::new(Uncallable),
        }
    }

    #[must_use]
    pub fn mapper(self, mapper: Mapper) -> Self {
        Self { mapper: Some(mapper), ..self }
    }

    #[must_use]
    pub fn executor(self, key: &'static ExecutorKey) -> Self {
        Self { executor: Some(key), ..self }
    }

    #[must_use]
    pub fn request_method(self, methods: &'static [&'static str]) -> Self {
        Self { request_method: methods, ..self }
    }

    #[must_use]
    pub fn renderer(self, renderer: Renderer) -> Self {
        Self { renderer, ..self }
    }

    #[must_use]
    pub fn predicate(mut self, predicate: Predicate) -> Self {
        self.predicates.push(predicate);
        self
    }

    /// Of several contexts, any.
    #[must_use]
    pub fn context<T: 'static>(mut self) -> Self {
        self.contexts.push(ContextType::of::<T>());
        self
    }

    /// Of several errors, any.
    #[must_use]
    pub fn exception<E: AnyException>(mut self) -> Self {
        self.exceptions.push(ExceptionType { ty: ContextType::of::<E>(), distance: Raised::distance::<E> });
        self
    }

    #[must_use]
    pub fn append_slash(self) -> Self {
        Self { append_slash: true, ..self }
    }

    #[must_use]
    pub fn view_name(self, view_name: &'static str) -> Self {
        Self { lookup_name: view_name, ..self }
    }

    #[must_use]
    pub fn permission(self, permission: &'static str) -> Self {
        Self { permission: Some(permission), ..self }
    }

    #[must_use]
    pub fn http_cache(self, http_cache: HttpCache) -> Self {
        Self { http_cache: Some(http_cache), ..self }
    }

    #[must_use]
    pub fn require_csrf(self, require_csrf: bool) -> Self {
        Self { require_csrf: Some(require_csrf), ..self }
    }

    /// Stands inside of the decorators that are there already.
    #[must_use]
    pub fn decorator<F, Fut>(mut self, decorator: F) -> Self
    where
        F: Fn(ViewCall) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: IntoResponse> + Send + 'static,
    {
        self.decorators.push(Decorator::new(decorator));
        self
    }

    /// All predicates, the methods among them.
    pub(crate) fn predicate_list(&self) -> PredicateList {
        // Over HTTP/2 a websocket is opened by a CONNECT.
        self.predicates_with(if self.kind.is_websocket() { &["GET", "CONNECT"] } else { self.request_method })
    }

    /// The predicates by which it is told from others: a websocket is a view for GET.
    pub(crate) fn identifying_predicates(&self) -> PredicateList {
        self.predicates_with(if self.kind.is_websocket() { &["GET"] } else { self.request_method })
    }

    fn predicates_with(&self, methods: &'static [&'static str]) -> PredicateList {
        let methods = (!methods.is_empty()).then(|| Predicate::request_method(methods));
        PredicateList::new(methods.into_iter().chain(self.predicates.iter().cloned()))
    }

    /// `module::name`
    pub(crate) fn full_name(&self) -> String {
        format!("{}::{}", self.module, self.name)
    }

    /// The crate that the view was written in.
    pub(crate) fn package(&self) -> &'static str {
        self.module.split("::").next().unwrap_or(self.module)
    }
}

/// How the function is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ViewKind {
    Coroutine,
    Function,
    Websocket,
    SyncWebsocket,
}

impl ViewKind {
    pub(crate) fn is_websocket(self) -> bool {
        matches!(self, Self::Websocket | Self::SyncWebsocket)
    }
}

/// How the view says where it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum RouteOfView {
    /// Traversal finds the view.
    None,
    /// An exception view, of the route with this name or of all.
    Exception(Option<&'static str>),
    Path(&'static str),
    Named(&'static str),
}

/// A type of error that an exception view is for.
#[derive(Clone, Copy)]
pub(crate) struct ExceptionType {
    pub(crate) ty: ContextType,
    /// How far it is from what has been raised, if that is one.
    pub(crate) distance: fn(&Raised) -> Option<usize>,
}

/// State that the application must hold for a view to work.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Requirement {
    pub type_id: fn() -> TypeId,
    pub type_name: fn() -> &'static str,
}

/// A place in somebody's source.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceLocation {
    file: &'static str,
    line: u32,
    column: u32,
}

impl SourceLocation {
    pub const fn new(file: &'static str, line: u32, column: u32) -> Self {
        Self { file, line, column }
    }

    /// Where this is called; in an expansion, where the macro was.
    #[track_caller]
    pub const fn caller() -> Self {
        let caller = std::panic::Location::caller();
        Self::new(caller.file(), caller.line(), caller.column())
    }
}

impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
