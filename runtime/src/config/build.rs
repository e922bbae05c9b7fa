//! From the configuration to the router: checks everything, and computes whatever can be known before the first request.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use axum::Router;
use http::Method;

use super::action::{RouteAction, resolve};
use super::configurator::Configurator;
use super::error::{ConfigurationError, Problem};
use super::routes::{PlacedView, Routes};
use super::{executor_uses, executors, watch};
use crate::render::{Renderer, Templates};
use crate::tween::{Link, TweenDefinition, TweenedRouter, order};
use crate::view::call::{Application, ViewSite, ViewState};
use crate::view::definition::{SourceLocation, ViewDefinition};
use crate::view::failure::panic_text;
use crate::view::mapper::{self, Thread};
use crate::view::slot::{Candidate, NotFound, Slot};
use crate::watchdog::Watchdog;

/// Builds the application.
pub(crate) fn router(mut config: Configurator) -> Result<Router, ConfigurationError> {
    let mut problems = std::mem::take(&mut config.problems);
    let routes = named_routes(std::mem::take(&mut config.routes), &mut problems);
    let routes = Routes::place(routes, std::mem::take(&mut config.views), &mut problems);
    let watchdog = watch::watchdog(&config, &mut problems);
    problems.extend(executors::configure(&config.executors, &config.settings));
    config.registry.insert(std::mem::take(&mut config.settings));
    let views = routes.views().filter_map(|placed| Some((placed, site(placed, &config, &mut problems)?))).collect();
    let templates = templates(&routes, &mut problems);
    let tweens = tweens(&config, &mut problems);
    problems.extend(executors::without_configuration(routes.views().map(|placed| placed.view), &tweens));
    problems.extend(executor_uses::without_configuration(&config.executor_uses));
    ConfigurationError::check(problems)?;

    let below_sync = tweens.last().is_some_and(|tween| tween.is_sync);
    let application = Arc::new(Application { registry: config.registry, templates });
    let mut problems = Vec::new();
    let router = mount(slots(views, &application, &watchdog, below_sync), &mut problems).fallback_service(NotFound);
    let router_is_own = config.merged.is_empty();
    let router = merge(router, config.merged, &mut problems);
    ConfigurationError::check(problems)?;
    let router = if tweens.is_empty() {
        router
    } else {
        let tweens = tweens.into_iter().map(|tween| Link { tween, watched: watch::tween(&watchdog, tween) }).collect();
        Router::new().fallback_service(TweenedRouter::new(tweens, router, router_is_own, application))
    };
    Ok(config.layers.into_iter().fold(router, |router, layer| layer(router)))
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

/// What a view needs to know about its place, or what stands against it.
fn site(placed: &PlacedView, config: &Configurator, problems: &mut Vec<Problem>) -> Option<Thread> {
    let view = placed.view;
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
        if !placed.parameters.iter().any(|name| name == parameter) {
            wrong(missing_parameter(view, parameter, placed));
        }
    }
    mapper::thread(view, config.mapper)
        .map_err(|message| {
            wrong(format!("{message}, which is the mapper of the application\nhelp: change the function, or give it a `mapper` of its own"));
        })
        .ok()
}

fn missing_parameter(view: &ViewDefinition, name: &str, placed: &PlacedView) -> String {
    let parameters = placed.parameters.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let there_are = if parameters.is_empty() {
        "which has no parameters".to_owned()
    } else {
        format!("whose parameters are {parameters}")
    };
    format!(
        "view `{}` takes `{name}`, which is no parameter of {}, {there_are}\nhelp: call the argument by a parameter's name; to read the body as text, take `body: Bytes`",
        view.full_name(),
        placed.route
    )
}

fn templates(routes: &Routes, problems: &mut Vec<Problem>) -> Templates {
    let mut templates = Templates::default();
    for placed in routes.views() {
        if let Renderer::Template(source) = &placed.view.renderer
            && let Err(error) = templates.add(placed.view.package(), source)
        {
            let message = format!("template `{}` is wrong: {error}", source.name);
            problems.push(Problem::new(message, [placed.view.location]));
        }
    }
    templates
}

fn tweens(config: &Configurator, problems: &mut Vec<Problem>) -> Vec<&'static TweenDefinition> {
    order::order(&config.tweens).unwrap_or_else(|wrong| {
        problems.extend(wrong.into_iter().map(|(location, message)| Problem::new(message, [location])));
        Vec::new()
    })
}

/// The views by the shape of their path, each shape with the path that axum is given for it.
fn slots<'a>(
    views: Vec<(&'a PlacedView, Thread)>,
    application: &Arc<Application>,
    watchdog: &Watchdog,
    below_sync: bool,
) -> Vec<(&'a str, Vec<Candidate>)> {
    let mut slots: Vec<(&str, Vec<Candidate>)> = Vec::new();
    let mut index: HashMap<&str, usize> = HashMap::new();
    for (placed, thread) in views {
        let slot = *index.entry(&placed.shape).or_insert_with(|| {
            slots.push((&placed.axum_path, Vec::new()));
            slots.len() - 1
        });
        let state = ViewState::new(ViewSite {
            definition: placed.view,
            thread,
            job_name: placed.view.full_name().into(),
            parameters: placed.parameters.clone(),
            watched: watch::view(watchdog, placed.view, thread),
            application: Arc::clone(application),
        });
        let stops_handing_down = below_sync && thread == Thread::EventLoop;
        slots[slot].1.push(Candidate { methods: methods(placed.view), state, stops_handing_down });
    }
    slots
}

fn mount(slots: Vec<(&str, Vec<Candidate>)>, problems: &mut Vec<Problem>) -> Router {
    let mut router = Router::new();
    // What axum routes by: it tells of an overlap as an error, which axum passes on as a panic.
    let mut paths = matchit::Router::new();
    let mut mounted: Vec<(&str, Vec<SourceLocation>)> = Vec::new();
    for (path, candidates) in slots {
        let mut places: Vec<_> = candidates.iter().map(|candidate| candidate.state.view().location).collect();
        if paths.insert(path, ()).is_ok() {
            router = router.route_service(path, Slot::new(candidates));
            mounted.push((path, places));
        } else {
            let overlapping: Vec<_> = mounted.iter().filter(|(other, _)| overlap(other, path)).collect();
            let others = overlapping.iter().map(|(other, _)| format!("`{other}`")).collect::<Vec<_>>().join(" and ");
            let message = format!(
                "`{path}` and {others} match the same paths, and neither is more specific\nhelp: give one of them a segment of its own, such as `/all/{{*rest}}`"
            );
            places.extend(overlapping.iter().flat_map(|(_, places)| places));
            problems.push(Problem::new(message, places));
        }
    }
    router
}

/// Whether both match the same paths, and neither is more specific.
fn overlap(one: &str, other: &str) -> bool {
    let mut router = matchit::Router::new();
    router.insert(one, ()).is_ok() && router.insert(other, ()).is_err()
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

fn methods(view: &ViewDefinition) -> Vec<Method> {
    if view.kind.is_websocket() {
        return vec![Method::GET];
    }
    view.request_method.iter().filter_map(|name| Method::from_bytes(name.as_bytes()).ok()).collect()
}

/// axum's only way to say that routes do not fit together is a panic.
fn unless_it_panics(change: impl FnOnce() -> Router) -> Result<Router, String> {
    catch_unwind(AssertUnwindSafe(change)).map_err(|payload| panic_text(&*payload).to_owned())
}
