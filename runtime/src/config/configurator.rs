//! Pyramid's Configurator: collects what an application consists of.

use std::any::{TypeId, type_name};
use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse;
use axum::routing::Route;
use pyramidion_patterns::Pattern;
use tower::{Layer, Service};

use super::action::{RouteAction, ViewAction};
use super::build;
use super::cache_busters::CacheBusterAction;
use super::error::{ConfigurationError, Problem};
use super::executors::AddedExecutor;
use super::include::Includes;
use super::package::Package;
use super::route_options::RouteOptions;
use super::settings::Settings;
use super::static_views::StaticViewAction;
use crate::events::{Subscriber, Subscribers};
use crate::executor::{ExecutorConfig, ExecutorKey, ExecutorUse};
use crate::registry::Registry;
use crate::security::csrf::{Csrf, CsrfOptions, CsrfStoragePolicy};
use crate::security::session::{AnySessionFactory, SessionFactory};
use crate::security::{AnyPolicy, SecurityPolicy};
use crate::traversal::RootFactory;
use crate::tween::Tween;
use crate::tween::order::Added;
use crate::view::class::ViewClass;
use crate::view::definition::{SourceLocation, View, ViewDefinition};
use crate::view::mapper::Mapper;
use crate::view::registration::{definition_of, definitions_of};
use crate::watchdog::Watchdog;

/// Collects what an application consists of, and makes a router of it.
///
/// Nothing is checked before the end: every mistake is kept and all are reported together.
///
/// # Example
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[view(route_name = "home")]
/// async fn home() -> &'static str {
///     "hello"
/// }
///
/// let router: axum::Router = Configurator::new().add_route("home", "/").add_view(home {}).make_router();
/// ```
#[derive(Default)]
#[must_use = "a configuration does nothing until `make_router` or `run`"]
pub struct Configurator {
    pub(crate) routes: Vec<RouteAction>,
    pub(crate) views: Vec<ViewAction>,
    pub(crate) tweens: Vec<Added>,
    pub(crate) registry: Registry,
    pub(crate) settings: Settings,
    fixed_settings: HashSet<String>,
    pub(crate) mapper: Mapper,
    pub(crate) watchdog: Watchdog,
    pub(crate) static_views: Vec<StaticViewAction>,
    pub(crate) cache_busters: Vec<CacheBusterAction>,
    pub(crate) merged: Vec<(Router, SourceLocation)>,
    pub(crate) layers: Vec<Box<dyn FnOnce(Router) -> Router + Send>>,
    pub(crate) executors: Vec<AddedExecutor>,
    pub(crate) executor_uses: Vec<&'static ExecutorUse>,
    pub(crate) policy: Option<Arc<dyn AnyPolicy>>,
    pub(crate) default_permission: Option<&'static str>,
    pub(crate) csrf: Csrf,
    pub(crate) sessions: Option<Arc<dyn AnySessionFactory>>,
    pub(crate) root_factory: Option<Arc<dyn RootFactory>>,
    pub(crate) trusts_virtual_root: bool,
    pub(crate) subscribers: Subscribers,
    pub(crate) problems: Vec<Problem>,
    pub(super) prefix: Option<String>,
    pub(super) includes: Includes,
    state: HashMap<TypeId, SourceLocation>,
}

impl Configurator {
    /// An empty configuration.
    pub fn new() -> Self {
        Self::default()
    }

    /// Declares a route: views name it with `route_name`.
    ///
    /// A pattern is a path whose segments may be parameters: `/users/{id}`, `/n/{value:[0-9]+}`, `/{stem}.{ext}`, and last `*rest` for
    /// all that remains. Routes whose patterns have the same shape are tried in the order in which they are added; of different
    /// shapes the more specific goes first, as in axum.
    #[track_caller]
    pub fn add_route(self, name: &str, pattern: &str) -> Self {
        self.add_route_with(name, pattern, |options| options)
    }

    /// Declares a route that says more: see [`RouteOptions`].
    #[track_caller]
    pub fn add_route_with(
        mut self,
        name: &str,
        pattern: &str,
        options: impl FnOnce(RouteOptions) -> RouteOptions,
    ) -> Self {
        let location = SourceLocation::caller();
        let options = options(RouteOptions::default());
        let parsed = Pattern::parse(pattern).and_then(|pattern| match &self.prefix {
            Some(prefix) => pattern.with_prefix(prefix),
            None => Ok(pattern),
        });
        for problem in options.problems(parsed.as_ref().ok()) {
            self.problem(format!("route `{name}`: {problem}"), location);
        }
        match parsed {
            Ok(pattern) => {
                let includes = self.includes.path();
                self.routes.push(RouteAction { name: name.to_owned(), pattern, options, location, includes });
            }
            Err(error) => {
                self.problem(format!("the pattern `{pattern}` of route `{name}` is wrong: {error}"), location);
            }
        }
        self
    }

    /// Adds a view by its companion: `add_view(home {})`.
    pub fn add_view<V: View>(self, _view: V) -> Self {
        self.add_view_type::<V>()
    }

    /// Adds a view by its type, as for a struct with `#[derive(WebsocketConnectionView)]`.
    pub fn add_view_type<V: View>(mut self) -> Self {
        self.push_views(definition_of::<V>());
        self
    }

    /// Adds the views of a type, the methods under `#[view]` of its block under [`macro@views`](crate::views):
    /// `add_views::<Articles>()`.
    ///
    /// ```
    /// use pyramidion::prelude::*;
    ///
    /// struct Articles;
    ///
    /// #[views]
    /// impl Articles {
    ///     fn new() -> Self {
    ///         Self
    ///     }
    ///
    ///     #[view(path = "/articles")]
    ///     async fn index(&self) -> &'static str {
    ///         "no articles yet"
    ///     }
    /// }
    ///
    /// let router = Configurator::new().add_views::<Articles>().make_router();
    /// ```
    pub fn add_views<C: ViewClass>(mut self) -> Self {
        self.push_views(definitions_of::<C>());
        self
    }

    /// Adds all views of a crate or a module: `scan(package!())`. A scan that finds nothing is an error, and so is a
    /// function there whose executor is not configured when the application is built.
    #[track_caller]
    pub fn scan(mut self, package: Package) -> Self {
        let views = package.views();
        if views.is_empty() {
            let message = format!(
                "scanning `{package}` found no view\nhelp: put `#[view(…)]` on functions of that crate or module, or remove the scan"
            );
            self.problem(message, SourceLocation::caller());
        }
        self.push_views(views);
        self.executor_uses.extend(package.executor_uses());
        self
    }

    /// Adds a tween by its companion: `add_tween(audit {})`. The one added later is further out, where `over` and `under`
    /// say nothing else.
    #[track_caller]
    pub fn add_tween<T: Tween>(mut self, _tween: T) -> Self {
        let added = Added { tween: T::DEFINITION, location: SourceLocation::caller() };
        match self.tweens.iter().find(|other| other.tween.name == added.tween.name) {
            Some(first) => {
                let message = format!("tween `{}` is added twice\nhelp: remove one of the two", added.tween.name);
                self.problems.push(Problem::new(message, [first.location, added.location]));
            }
            None => self.tweens.push(added),
        }
        self
    }

    /// Adds state, which views take as [`State<T>`](crate::State). A type has one value; settings have
    /// [`add_setting`](Self::add_setting).
    #[track_caller]
    pub fn add_state<T: Send + Sync + 'static>(mut self, state: T) -> Self {
        let (id, location) = (TypeId::of::<T>(), SourceLocation::caller());
        if id == TypeId::of::<Settings>() {
            let message = "the application's settings are no state to add\nhelp: add each with `config.add_setting(…)`";
            self.problem(message.to_owned(), location);
        } else if let Some(first) = self.state.insert(id, location) {
            let message = format!(
                "state of type `{}` is added twice, and a view could see one of the two\nhelp: wrap one in a type of its own",
                type_name::<T>()
            );
            self.problems.push(Problem::new(message, [first, location]));
        }
        self.registry.insert(state);
        self
    }

    /// The application's state so far.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// A configuration with settings that stay as they are, whatever is said later: whoever starts the application has the last
    /// word.
    pub(crate) fn with_settings(settings: Settings) -> Self {
        let fixed_settings = settings.iter().map(|(name, _)| name.to_owned()).collect();
        Self { settings, fixed_settings, ..Self::default() }
    }

    /// Sets a setting; a later one replaces an earlier, but not one of the command line.
    pub fn add_setting(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        let name = name.into();
        if !self.fixed_settings.contains(&name) {
            self.settings.set(name, text);
        }
        self
    }

    /// The settings so far.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Configures the executor of a key for the whole process, or the default one by
    /// [`executor::DEFAULT`](crate::executor::DEFAULT). Several applications in a process may say the same.
    ///
    /// Settings go over what is said here, for the key's name: `executor.<name>.running_permits`, `.maximum_threads`,
    /// `.queue_length` and `.stack_size` (in bytes) are numbers, `.queue_timeout` and `.idle_time` durations such as `30s`,
    /// `250ms` or `2m`, and `.thread_name` a text. Those of the default executor, `executor.default.*`, need no `add_executor`.
    ///
    /// ```
    /// use pyramidion::prelude::*;
    /// use pyramidion::executor::{ExecutorConfig, ExecutorKey};
    ///
    /// static REPORTS: ExecutorKey = ExecutorKey::new("reports");
    ///
    /// #[view(path = "/report", executor = REPORTS)]
    /// fn report() -> &'static str {
    ///     "took long"
    /// }
    ///
    /// let router = Configurator::new()
    ///     .add_executor(&REPORTS, ExecutorConfig::default().running_permits(4))
    ///     .add_setting("executor.reports.queue_timeout", "10s")
    ///     .add_view(report {})
    ///     .make_router();
    /// ```
    #[track_caller]
    pub fn add_executor(mut self, key: &'static ExecutorKey, config: ExecutorConfig) -> Self {
        self.executors.push(AddedExecutor { key, config, location: SourceLocation::caller() });
        self
    }

    /// How views are called that do not say it themselves.
    pub fn set_view_mapper(mut self, mapper: Mapper) -> Self {
        self.mapper = mapper;
        self
    }

    /// How the event loop is watched: see the module [`watchdog`](crate::watchdog).
    ///
    /// The setting `watchdog.limit` goes before the watchdog's own limit.
    pub fn set_watchdog(mut self, watchdog: Watchdog) -> Self {
        self.watchdog = watchdog;
        self
    }

    /// Takes an axum router in: its routes stand beside the views, under the same tweens.
    #[track_caller]
    pub fn merge(mut self, router: Router) -> Self {
        self.merged.push((router, SourceLocation::caller()));
        self
    }

    /// Puts a tower layer around the whole application, outside of its tweens. The one added later is further out.
    pub fn add_layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.layers.push(Box::new(move |router| router.layer(layer)));
        self
    }

    /// Sets who decides who a request is from and what it may do. Without a policy every view may be seen.
    pub fn set_security_policy(mut self, policy: impl SecurityPolicy) -> Self {
        self.policy = Some(Arc::new(policy));
        self
    }

    /// Sets what a request must be permitted where a view does not say it by `permission`; one that is for everybody says
    /// `permission = NO_PERMISSION_REQUIRED`. It does not concern exception views.
    pub fn set_default_permission(mut self, permission: &'static str) -> Self {
        self.default_permission = Some(permission);
        self
    }

    /// Has requests checked that may be forged, where a view does not say otherwise by `require_csrf`: see the module
    /// [`csrf`](crate::security::csrf). It does not concern exception views.
    pub fn set_default_csrf_options(mut self, options: CsrfOptions) -> Self {
        self.csrf.options = options;
        self
    }

    /// Sets what keeps the token against forged requests. Unless set, that is the
    /// [session](crate::security::csrf::SessionCsrfStoragePolicy) if there is a session factory, else a
    /// [cookie](crate::security::csrf::CookieCsrfStoragePolicy).
    pub fn set_csrf_storage_policy(mut self, policy: impl CsrfStoragePolicy) -> Self {
        self.csrf = self.csrf.with_storage(policy);
        self
    }

    /// Sets how sessions are kept, which [`Request::session`](crate::Request::session) gives: see the module
    /// [`session`](crate::security::session).
    pub fn set_session_factory(mut self, factory: impl SessionFactory) -> Self {
        self.sessions = Some(Arc::new(factory));
        self
    }

    /// Sets what makes the root of the tree in which traversal finds contexts: a companion of
    /// [`macro@root_factory`](crate::root_factory). A route may have a factory of its own.
    pub fn set_root_factory(mut self, factory: impl RootFactory) -> Self {
        self.root_factory = Some(Arc::new(factory));
        self
    }

    /// Believes the header `X-Vhm-Root`, by which a proxy names the part of the tree that it shows as the root of a host: see
    /// [`VirtualRoot`](crate::traversal::VirtualRoot). Any client can send the header, so the proxy has to set or to remove it in
    /// every request. Pyramid believes it always.
    pub fn trust_virtual_root(mut self) -> Self {
        self.trusts_virtual_root = true;
        self
    }

    /// Has `subscriber` told of an event: see the module [`events`](crate::events).
    pub fn add_subscriber<E, S: Subscriber<E>>(mut self, subscriber: S) -> Self {
        subscriber.subscribe(&mut self.subscribers);
        self
    }

    /// Makes the application: an axum router, to be served or to be nested in another.
    ///
    /// # Panics
    ///
    /// With a list of all that is wrong, if something is; [`try_make_router`](Self::try_make_router) gives it as a value.
    #[track_caller]
    pub fn make_router(self) -> Router {
        match self.try_make_router() {
            Ok(router) => router,
            Err(error) => panic!("{error}"),
        }
    }

    /// Makes the application, or says what is wrong with the configuration.
    ///
    /// # Errors
    ///
    /// All mistakes at once, each with its places in the source.
    pub fn try_make_router(self) -> Result<Router, ConfigurationError> {
        build::router(self)
    }

    fn push_views(&mut self, views: impl IntoIterator<Item = &'static ViewDefinition>) {
        let (prefix, includes) = (&self.prefix, self.includes.path());
        let action = |view| ViewAction { view, prefix: prefix.clone(), includes: includes.clone() };
        self.views.extend(views.into_iter().map(action));
    }

    pub(super) fn problem(&mut self, message: String, location: SourceLocation) {
        self.problems.push(Problem::new(message, [location]));
    }
}
