//! Puts routes on axum's router, by the shape of their paths.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use pyramidion_patterns::{Fit, Pattern};

use super::candidates::Candidates;
use super::routes::{PlacedRoute, Places};
use crate::traversal::RootFactory;
use crate::view::dispatch::{
    Dispatched, DispatchedRoute, Dispatcher, ExceptionViews, HowToTraverse, TRAVERSAL, ViewTable,
};
use crate::view::fallback::Unrouted;
use crate::view::slot::Slot;

/// A path for axum's router, with the routes that have it.
struct Shape {
    path: String,
    routes: Vec<usize>,
    /// Whether one of these paths may be another route's, or no route's.
    needs_check: bool,
}

/// The routes on axum's router, and what is beside it.
pub(super) struct Mounted {
    pub(super) router: Router,
    /// What answers where the router finds no route; it is the router's fallback.
    pub(super) unrouted: Unrouted,
    pub(super) exceptions: Option<Arc<ExceptionViews>>,
}

pub(super) fn mount(
    places: &Places,
    candidates: &Candidates<'_>,
    root_factory: Option<Arc<dyn RootFactory>>,
) -> Mounted {
    let (shapes, apart) = shapes(&places.routes);
    let application = candidates.application;
    // A slot knows nothing of routes beside its own, nor of who else is to be told.
    let tells_mismatches = !apart.is_empty() || application.offers_alternatives || application.explains_not_found;
    let has_root = sees_root(places, candidates, root_factory.as_deref());
    let is_plain = |shape: &Shape| {
        !application.subscribers.follow_routing()
            && !shape.needs_check
            && (!tells_mismatches || leaves_nothing(shape, &places.routes))
            && shape
                .routes
                .iter()
                .map(|route| &places.routes[*route])
                .all(|route| is_plain(route, candidates) && !has_root(route))
    };
    let (plain, dispatched): (Vec<_>, Vec<_>) = shapes.into_iter().partition(is_plain);
    let mut router = Router::new();
    for shape in &plain {
        router = router.route_service(&shape.path, slot(shape, &places.routes, candidates));
    }
    let exceptions = exceptions(places, candidates);
    let has_fallback = !apart.is_empty() || !places.global.is_empty() || application.explains_not_found;
    if dispatched.is_empty() && !has_fallback && exceptions.is_none() {
        return Mounted {
            router: router.fallback_service(Unrouted::NotFound),
            unrouted: Unrouted::NotFound,
            exceptions,
        };
    }
    let dispatcher = Arc::new(Dispatcher {
        application: Arc::clone(candidates.application),
        routes: places.routes.iter().map(|route| dispatched_route(route, candidates)).collect(),
        global: ViewTable::new(places.global.iter().map(|view| candidates.candidate(view, None))),
        root_factory,
        apart,
    });
    for shape in dispatched {
        let routes = shape.routes.into();
        router = router.route_service(&shape.path, Dispatched { dispatcher: Arc::clone(&dispatcher), routes });
    }
    let unrouted = Unrouted::Dispatched(Dispatched { dispatcher, routes: [].into() });
    Mounted { router: router.fallback_service(unrouted.clone()), unrouted, exceptions }
}

/// The shapes that axum's router takes, and the routes that it cannot: they are tried where it finds none.
fn shapes(routes: &[PlacedRoute]) -> (Vec<Shape>, Vec<usize>) {
    let mut shapes: Vec<(String, Shape)> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    let mut apart = Vec::new();
    for (number, route) in routes.iter().enumerate().filter(|(_, route)| is_used(route)) {
        let axum = route.pattern.axum_paths();
        if axum.fit == Fit::Apart {
            apart.push(number);
            continue;
        }
        let needs_check = axum.fit != Fit::Exact || axum.paths.len() > 1;
        for path in axum.paths {
            let place = *index.entry(path.shape.clone()).or_insert_with(|| {
                shapes.push((path.shape, Shape { path: path.path, routes: Vec::new(), needs_check: false }));
                shapes.len() - 1
            });
            shapes[place].1.routes.push(number);
            shapes[place].1.needs_check |= needs_check;
        }
    }
    // axum's router refuses some paths beside others. Those that match more go where they are tried last.
    shapes.sort_by_key(|(shape, _)| shape.contains("{*}"));
    let mut paths = matchit::Router::new();
    let (mounted, refused): (Vec<_>, Vec<_>) =
        shapes.into_iter().map(|(_, shape)| shape).partition(|shape| paths.insert(shape.path.as_str(), ()).is_ok());
    apart.extend(refused.into_iter().flat_map(|shape| shape.routes));
    apart.sort_unstable();
    apart.dedup();
    (mounted, apart)
}

/// Whether a route can lead anywhere.
fn is_used(route: &PlacedRoute) -> bool {
    !route.views.is_empty() || route.options.use_global_views
}

/// Whether some view of the shape answers whatever comes.
fn leaves_nothing(shape: &Shape, routes: &[PlacedRoute]) -> bool {
    let mut views = shape.routes.iter().flat_map(|route| &routes[*route].views);
    views.any(|view| view.predicate_list().is_empty())
}

fn is_plain(route: &PlacedRoute, candidates: &Candidates<'_>) -> bool {
    let options = &route.options;
    options.predicates.is_empty()
        && options.factory.is_none()
        && options.traverse.is_none()
        && !options.use_global_views
        && !route.pattern.parameters().iter().any(|parameter| TRAVERSAL.contains(&parameter.name.as_str()))
        && route.views.iter().all(|view| candidates.is_plain(view))
}

/// Whether the application's root makes a difference on a route: if its factory may refuse the request, or if somebody can see it.
fn sees_root<'a>(
    places: &'a Places,
    candidates: &'a Candidates<'_>,
    factory: Option<&dyn RootFactory>,
) -> impl Fn(&PlacedRoute) -> bool + use<'a> {
    let (has_root, can_fail) = (factory.is_some(), factory.is_some_and(RootFactory::can_fail));
    let mut exceptions = places.exceptions.iter().map(|(_, view)| *view);
    let is_seen_later = exceptions.any(|view| view.sees_request || !candidates.is_plain(view));
    move |route| has_root && (can_fail || is_seen_later || route.views.iter().any(|view| view.sees_request))
}

/// The views of a shape, those with methods first within each route.
fn slot(shape: &Shape, routes: &[PlacedRoute], candidates: &Candidates<'_>) -> Slot {
    let mut views = Vec::new();
    for route in shape.routes.iter().map(|route| &routes[*route]) {
        let mut own: Vec<_> = route.views.iter().map(|view| (view.predicate_list().order(), *view)).collect();
        own.sort_by_key(|(order, _)| *order);
        views.extend(own.into_iter().map(|(_, view)| candidates.plain(view, route)));
    }
    Slot::new(views, candidates.application)
}

fn dispatched_route(route: &PlacedRoute, candidates: &Candidates<'_>) -> DispatchedRoute {
    let axum = route.pattern.axum_paths();
    let options = route.options.clone();
    let traverse = options.traverse.as_deref().and_then(|path| Pattern::parse(path).ok());
    DispatchedRoute {
        label: route.label.clone(),
        name: route.name.clone(),
        pattern: Arc::clone(&route.pattern),
        parameters: route.pattern.parameters().iter().map(|parameter| parameter.name.clone()).collect(),
        needs_check: axum.fit != Fit::Exact || axum.paths.len() > 1,
        predicates: crate::view::predicate::PredicateList::new(options.predicates),
        traverse: traverse.map_or(HowToTraverse::Matchdict, HowToTraverse::Pattern),
        factory: options.factory,
        uses_global_views: options.use_global_views,
        views: ViewTable::new(route.views.iter().map(|view| candidates.candidate(view, Some(route)))),
    }
}

fn exceptions(places: &Places, candidates: &Candidates<'_>) -> Option<Arc<ExceptionViews>> {
    if places.exceptions.is_empty() {
        return None;
    }
    let views = places.exceptions.iter().map(|(route, view)| (route.clone(), candidates.candidate(view, None)));
    Some(Arc::new(ExceptionViews::new(views.collect())))
}
