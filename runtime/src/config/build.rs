//! From the configuration to the router: checks everything, and computes whatever can be known before the first request.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use axum::Router;

use super::action::{RouteAction, resolve};
use super::cache_busters::cache_busters;
use super::candidates::{Candidates, Threads, view_id};
use super::configurator::Configurator;
use super::error::{ConfigurationError, Problem};
use super::mount::Mounted;
use super::routes::{PlacedRoute, Places};
use super::settings::Settings;
use super::{executor_uses, executors, mount, server, static_views, watch, websockets};
use crate::application::{Application, NamedRoutes};
use crate::events::ApplicationCreated;
use crate::render::{Renderer, Templates};
use crate::request::RoutedView;
use crate::security::csrf::Csrf;
use crate::tween::explicit::explicit;
use crate::tween::order::Place;
use crate::tween::{Link, TweenedRouter, order};
use crate::view::definition::{RouteOfView, SourceLocation, ViewDefinition};
use crate::view::failure::panic_text;
use crate::view::fallback::Respelling;
use crate::view::mapper::{self, Thread};

/// Builds the application.
pub(crate) fn router(mut config: Configurator) -> Result<Router, ConfigurationError> {
    let mut problems = std::mem::take(&mut config.problems);
    let routes = named_routes(std::mem::take(&mut config.routes), &mut problems);
    let places = Places::of(routes, std::mem::take(&mut config.views), &mut problems);
    let watchdog = watch::watchdog(&config, &mut problems);
    problems.extend(executors::configure(&config.executors, &config.settings));
    problems.extend(server::problems(&config.settings));
    let switches = Switches::read(&config.settings, &mut problems);
    let websockets = websockets::settings(&config.settings, &mut problems);
    let csrf = csrf(&mut config, &mut problems);
    requirements(&config, &mut problems);
    sessions(&config, &csrf, &mut problems);
    let actions = std::mem::take(&mut config.cache_busters);
    let cache_busters = cache_busters(actions, &config.static_views, &config.settings, &mut problems);
    let chain = chain(&config, &mut problems);
    config.registry.insert(std::mem::take(&mut config.settings));
    let threads = threads(&places, &config, &mut problems);
    predicates(&places, &mut problems);
    let templates = templates(&places, &mut problems);
    let tweens = chain.iter().filter_map(|place| if let Place::Tween(tween) = place { Some(*tween) } else { None });
    let tweens: Vec<_> = tweens.collect();
    problems.extend(executors::without_configuration(places.views().map(|(view, _)| view), &tweens));
    problems.extend(executor_uses::without_configuration(&config.executor_uses));
    ConfigurationError::check(problems)?;

    let application = Arc::new(Application {
        registry: config.registry,
        templates,
        routes: named_patterns(&places),
        static_views: static_views::named(&config.static_views, cache_busters),
        policy: config.policy,
        csrf,
        sessions: config.sessions,
        subscribers: config.subscribers,
        has_exception_views: !places.exceptions.is_empty()
            && chain.iter().any(|place| matches!(place, Place::ExceptionViews)),
        offers_alternatives: switches.offers_alternatives,
        prevents_http_cache: switches.prevents_http_cache,
        trusts_virtual_root: config.trusts_virtual_root,
        explains_not_found: switches.explains_not_found,
        websockets: Arc::new(websockets),
    });
    let below_sync = tweens.last().is_some_and(|tween| tween.is_sync);
    let candidates = Candidates {
        application: &application,
        watchdog: &watchdog,
        threads,
        below_sync,
        default_permission: config.default_permission,
    };
    let Mounted { router, unrouted, exceptions } = mount::mount(&places, &candidates, config.root_factory);
    let router_is_own = config.merged.is_empty();
    let mut problems = Vec::new();
    let router = static_views::mount(router, config.static_views, &application, &mut problems);
    let router = merge(router, config.merged, &mut problems);
    ConfigurationError::check(problems)?;
    let router = router.clone().fallback_service(Respelling::new(router, unrouted));
    application.subscribers.application_created(ApplicationCreated { registry: &application.registry });
    let needs_chain = !tweens.is_empty() || exceptions.is_some() || !application.subscribers.is_empty();
    let router = if needs_chain {
        let links = chain.into_iter().filter_map(|place| match place {
            Place::Tween(tween) => Some(Link::Tween { tween, watched: watch::tween(&watchdog, tween) }),
            Place::ExceptionViews => exceptions.clone().map(Link::ExceptionViews),
        });
        let chain = TweenedRouter::new(links.collect(), router, router_is_own, application);
        Router::new().fallback_service(chain)
    } else {
        router
    };
    Ok(config.layers.into_iter().fold(router, |router, layer| layer(router)))
}

/// What settings turn on and off.
struct Switches {
    offers_alternatives: bool,
    prevents_http_cache: bool,
    explains_not_found: bool,
}

impl Switches {
    fn read(settings: &Settings, problems: &mut Vec<Problem>) -> Self {
        let mut read = |name: &str, default| {
            let value = settings.get::<bool>(name).map_err(|error| problems.push(Problem::new(error.to_string(), [])));
            value.ok().flatten().unwrap_or(default)
        };
        Self {
            offers_alternatives: read("offer_alternatives", false),
            prevents_http_cache: read("prevent_http_cache", false),
            explains_not_found: read("debug_notfound", cfg!(debug_assertions)),
        }
    }
}

/// What is done against forged requests, with the origins that the settings trust.
fn csrf(config: &mut Configurator, problems: &mut Vec<Problem>) -> Csrf {
    let mut csrf = std::mem::take(&mut config.csrf);
    match config.settings.get::<String>("csrf_trusted_origins") {
        Ok(origins) => {
            let origins = origins.unwrap_or_default();
            csrf.options = csrf.options.trusted_origins(origins.split_whitespace());
        }
        Err(error) => problems.push(Problem::new(error.to_string(), [])),
    }
    if config.sessions.is_some() { csrf.in_session_by_default() } else { csrf }
}

/// The state that the security policy takes.
fn requirements(config: &Configurator, problems: &mut Vec<Problem>) {
    let required = config.policy.iter().flat_map(|policy| policy.requirements());
    for requirement in required.filter(|requirement| !config.registry.contains((requirement.type_id)())) {
        let ty = (requirement.type_name)();
        let message = format!(
            "the callback of the security policy takes `State<{ty}>`, which the application does not hold\nhelp: add it with `config.add_state(…)`"
        );
        problems.push(Problem::new(message, []));
    }
}

/// What needs a session, where there is none.
fn sessions(config: &Configurator, csrf: &Csrf, problems: &mut Vec<Problem>) {
    if config.sessions.is_some() {
        return;
    }
    let policy = config.policy.as_ref().is_some_and(|policy| policy.needs_session());
    let storage = csrf.needs_session();
    let needing = [(policy, "the security policy"), (storage, "the storage policy of tokens against forged requests")];
    for (_, what) in needing.iter().filter(|(needs_session, _)| *needs_session) {
        let message = format!(
            "{what} needs sessions, which the application does not have\n\
             help: set a factory with `config.set_session_factory(SignedCookieSessionFactory::new(secret))`"
        );
        problems.push(Problem::new(message, []));
    }
}

fn named_patterns(places: &Places) -> NamedRoutes {
    let mut routes = NamedRoutes::default();
    for route in &places.routes {
        match &route.name {
            Some(name) => routes.add(name, Arc::clone(&route.pattern)),
            None => routes.add_unnamed(Arc::clone(&route.pattern)),
        }
        for view in &route.views {
            if let RouteOfView::Path(path) = view.route {
                let view = RoutedView { module: view.module, name: view.name, path };
                routes.add_of_view(view, Arc::clone(&route.pattern));
            }
        }
    }
    routes
}

/// Where each view runs. A view that cannot run anywhere is a problem.
fn threads(places: &Places, config: &Configurator, problems: &mut Vec<Problem>) -> Threads {
    let views = places.views();
    views.filter_map(|(view, route)| Some((view_id(view), thread(view, route, config, problems)?))).collect()
}

fn predicates(places: &Places, problems: &mut Vec<Problem>) {
    for (view, _) in places.views() {
        for problem in view.predicate_list().problems() {
            problems.push(Problem::new(format!("view `{}`: {problem}", view.full_name()), [view.location]));
        }
    }
}

/// The routes in their order, each name once.
fn named_routes(actions: Vec<RouteAction>, problems: &mut Vec<Problem>) -> Vec<RouteAction> {
    let mut names: Vec<String> = Vec::new();
    let mut by_name: HashMap<String, Vec<RouteAction>> = HashMap::new();
    for action in actions {
        let same = by_name.entry(action.name.clone()).or_default();
        if same.is_empty() {
            names.push(action.name.clone());
        }
        same.push(action);
    }
    let mut routes = Vec::new();
    for name in names {
        match resolve(by_name.remove(&name).unwrap_or_default()) {
            Ok(route) => routes.push(route),
            Err(same) => {
                let message =
                    format!("route `{name}` is declared {} times\nhelp: give each route a name of its own", same.len());
                problems.push(Problem::new(message, same.iter().map(|route| route.location)));
                // The views of the name are not to be reported as well.
                routes.extend(same.into_iter().next());
            }
        }
    }
    routes
}

/// Where a view runs, or what stands against it.
fn thread(
    view: &ViewDefinition,
    route: Option<&PlacedRoute>,
    config: &Configurator,
    problems: &mut Vec<Problem>,
) -> Option<Thread> {
    let mut wrong = |message: String| problems.push(Problem::new(message, [view.location]));
    for requirement in &view.requirements {
        if !config.registry.contains((requirement.type_id)()) {
            let ty = (requirement.type_name)();
            wrong(format!(
                "view `{}` takes `State<{ty}>`, which the application does not hold\nhelp: add it with `config.add_state(…)`",
                view.full_name()
            ));
        }
    }
    for parameter in &view.parameters {
        let is_in = |route: &PlacedRoute| route.pattern.parameters().iter().any(|own| own.name == *parameter);
        if !route.is_some_and(is_in) {
            wrong(missing_parameter(view, parameter, route));
        }
    }
    mapper::thread(view, config.mapper)
        .map_err(|message| {
            wrong(format!("{message}, which is the mapper of the application\nhelp: change the function, or give it a `mapper` of its own"));
        })
        .ok()
}

fn missing_parameter(view: &ViewDefinition, name: &str, route: Option<&PlacedRoute>) -> String {
    let view = view.full_name();
    let Some(route) = route else {
        return format!(
            "view `{view}` takes `{name}`, and has no route with parameters\nhelp: take what it needs out of the `Request`, or give it a `path` or a `route_name`"
        );
    };
    let parameters: Vec<_> = route.pattern.parameters().iter().map(|own| format!("`{}`", own.name)).collect();
    let there_are = if parameters.is_empty() {
        "which has no parameters".to_owned()
    } else {
        format!("whose parameters are {}", parameters.join(", "))
    };
    format!(
        "view `{view}` takes `{name}`, which is no parameter of {}, {there_are}\nhelp: call the argument by a parameter's name; to read the body as text, take `body: Bytes`",
        route.label
    )
}

fn templates(places: &Places, problems: &mut Vec<Problem>) -> Templates {
    let mut templates = Templates::default();
    for (view, _) in places.views() {
        if let Renderer::Template(source) = &view.renderer
            && let Err(error) = templates.add(view.package(), source)
        {
            let message = format!("template `{}` is wrong: {error}", source.name);
            problems.push(Problem::new(message, [view.location]));
        }
    }
    templates
}

fn chain(config: &Configurator, problems: &mut Vec<Problem>) -> Vec<Place> {
    let setting = config.settings.get::<String>("tweens").ok().flatten().unwrap_or_default();
    if let Some(explicit) = explicit(&setting, &config.tweens) {
        return explicit.unwrap_or_else(|wrong| {
            problems.extend(wrong.into_iter().map(|message| Problem::new(message, [])));
            Vec::new()
        });
    }
    order::order(&config.tweens).unwrap_or_else(|wrong| {
        problems.extend(wrong.into_iter().map(|(location, message)| Problem::new(message, [location])));
        Vec::new()
    })
}

fn merge(router: Router, merged: Vec<(Router, SourceLocation)>, problems: &mut Vec<Problem>) -> Router {
    merged.into_iter().fold(router, |router, (other, location)| {
        unless_it_panics(|| router.merge(other)).unwrap_or_else(|panic| {
            let message = format!("an axum router cannot be merged: {panic}\nhelp: give its routes paths of their own, and leave the fallback to pyramidion");
            problems.push(Problem::new(message, [location]));
            Router::new()
        })
    })
}

/// axum's only way to say that routes do not fit together is a panic.
pub(super) fn unless_it_panics(change: impl FnOnce() -> Router) -> Result<Router, String> {
    catch_unwind(AssertUnwindSafe(change)).map_err(|payload| panic_text(&*payload).to_owned())
}
