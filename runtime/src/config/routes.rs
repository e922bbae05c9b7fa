//! Puts each view on its route, and sorts out views that are in each other's way.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::Arc;

use pyramidion_patterns::{Pattern, did_you_mean};

use super::action::{RouteAction, ViewAction, resolve};
use super::error::Problem;
use super::route_options::RouteOptions;
use crate::view::definition::{RouteOfView, ViewDefinition};
use crate::view::predicate::{ContextType, Phash, PredicateList};

/// A route with its views.
pub(crate) struct PlacedRoute {
    /// As messages call it: ``route `home` (/)`` or `/users/{id}`.
    pub(crate) label: String,
    pub(crate) name: Option<Arc<str>>,
    pub(crate) pattern: Arc<Pattern>,
    pub(crate) options: RouteOptions,
    pub(crate) views: Vec<&'static ViewDefinition>,
}

/// All views at their places.
#[derive(Default)]
pub(crate) struct Places {
    /// In the order in which they are tried: named routes as they were added, then paths.
    pub(crate) routes: Vec<PlacedRoute>,
    /// What traversal finds.
    pub(crate) global: Vec<&'static ViewDefinition>,
    /// Each with the name of its route, if it is for one.
    pub(crate) exceptions: Vec<(Option<Arc<str>>, &'static ViewDefinition)>,
}

impl Places {
    pub(crate) fn of(routes: Vec<RouteAction>, views: Vec<ViewAction>, problems: &mut Vec<Problem>) -> Self {
        let mut table = Table::new(routes);
        for action in views {
            if let Err(problem) = table.add(action) {
                problems.push(problem);
            }
        }
        table.into_places(problems)
    }

    /// All views, each with its route if it has one.
    pub(crate) fn views(&self) -> impl Iterator<Item = (&'static ViewDefinition, Option<&PlacedRoute>)> {
        let routed = self.routes.iter().flat_map(|route| route.views.iter().map(move |view| (*view, Some(route))));
        let exceptions = self.exceptions.iter().map(|(route, view)| {
            let named = |placed: &&PlacedRoute| placed.name.is_some() && placed.name == *route;
            (*view, self.routes.iter().find(named))
        });
        routed.chain(self.global.iter().map(|view| (*view, None))).chain(exceptions)
    }
}

/// Views on their way to their places.
struct Table {
    routes: Vec<Route>,
    global: Vec<ViewAction>,
    exceptions: Vec<ViewAction>,
    by_name: HashMap<String, usize>,
    by_path: HashMap<String, usize>,
}

struct Route {
    label: String,
    name: Option<Arc<str>>,
    pattern: Pattern,
    options: RouteOptions,
    views: Vec<ViewAction>,
}

impl Table {
    fn new(named: Vec<RouteAction>) -> Self {
        let by_name = named.iter().enumerate().map(|(index, route)| (route.name.clone(), index)).collect();
        let routes = named.into_iter().map(|route| Route {
            label: format!("route `{}` ({})", route.name, route.pattern.text()),
            name: Some(route.name.into()),
            pattern: route.pattern,
            options: route.options,
            views: Vec::new(),
        });
        let (global, exceptions) = (Vec::new(), Vec::new());
        Self { routes: routes.collect(), global, exceptions, by_name, by_path: HashMap::new() }
    }

    fn add(&mut self, action: ViewAction) -> Result<(), Problem> {
        let views = match action.view.route {
            RouteOfView::None => &mut self.global,
            RouteOfView::Exception(route) => {
                route.map(|route| self.named(route, action.view)).transpose()?;
                &mut self.exceptions
            }
            RouteOfView::Named(name) => {
                let index = self.named(name, action.view)?;
                &mut self.routes[index].views
            }
            RouteOfView::Path(path) => {
                let index = self.path(path, &action)?;
                &mut self.routes[index].views
            }
        };
        // The same view may be scanned and added: that is one view.
        if !views.iter().any(|other| std::ptr::eq(other.view, action.view)) {
            views.push(action);
        }
        Ok(())
    }

    fn named(&self, name: &str, view: &ViewDefinition) -> Result<usize, Problem> {
        self.by_name.get(name).copied().ok_or_else(|| {
            let mut names: Vec<&str> = self.by_name.keys().map(String::as_str).collect();
            names.sort_unstable();
            let help = match names.as_slice() {
                [] => "no route is declared yet".to_owned(),
                names => did_you_mean(name, names.iter().copied(), "the routes are"),
            };
            let message = format!(
                "view `{}` names the route `{name}`, which nobody declares\nhelp: declare it with `add_route(\"{name}\", \"/…\")`; {help}",
                view.full_name()
            );
            Problem::new(message, [view.location])
        })
    }

    fn path(&mut self, path: &str, action: &ViewAction) -> Result<usize, Problem> {
        let wrong = |error| {
            let message = format!("the path `{path}` of view `{}` is wrong: {error}", action.view.full_name());
            Problem::new(message, [action.view.location])
        };
        let mut pattern = Pattern::parse(path).map_err(wrong)?;
        if let Some(prefix) = &action.prefix {
            pattern = pattern.with_prefix(prefix).map_err(wrong)?;
        }
        let text = pattern.text().to_owned();
        if let Some(index) = self.by_path.get(&text) {
            return Ok(*index);
        }
        self.by_path.insert(text.clone(), self.routes.len());
        let (name, options) = (None, RouteOptions::default());
        self.routes.push(Route { label: text, name, pattern, options, views: Vec::new() });
        Ok(self.routes.len() - 1)
    }

    fn into_places(self, problems: &mut Vec<Problem>) -> Places {
        let global = without_conflicts("traversal", self.global, problems);
        let exceptions = without_conflicts("the exception views", self.exceptions, problems);
        let of_route = |view: &'static ViewDefinition| {
            let RouteOfView::Exception(route) = view.route else { return (None, view) };
            (route.map(Arc::from), view)
        };
        let routes = self.routes.into_iter().map(|route| PlacedRoute {
            views: without_conflicts(&route.label, route.views, problems),
            label: route.label,
            name: route.name,
            pattern: Arc::new(route.pattern),
            options: route.options,
        });
        Places { routes: routes.collect(), global, exceptions: exceptions.into_iter().map(of_route).collect() }
    }
}

/// What tells a view from others at its place.
#[derive(PartialEq, Eq, Hash)]
struct Identity {
    route: Option<&'static str>,
    name: &'static str,
    contexts: Vec<TypeId>,
    predicates: Phash,
}

impl Identity {
    fn of(view: &ViewDefinition) -> Self {
        let route = if let RouteOfView::Exception(route) = view.route { route } else { None };
        let errors = view.exceptions.iter().map(|exception| exception.ty);
        let mut contexts: Vec<_> = view.contexts.iter().copied().chain(errors).map(ContextType::id).collect();
        contexts.sort_unstable();
        Self { route, name: view.lookup_name, contexts, predicates: view.identifying_predicates().phash() }
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.contexts.iter().any(|context| other.contexts.contains(context))
            && (self.route, self.name) == (other.route, other.name)
            && self.predicates == other.predicates
    }
}

/// The views in the order in which they were added. Of several that are the same, that of the outermost configuration.
fn without_conflicts(
    place: &str,
    actions: Vec<ViewAction>,
    problems: &mut Vec<Problem>,
) -> Vec<&'static ViewDefinition> {
    let mut order: Vec<Vec<ViewAction>> = Vec::new();
    let mut by_identity: HashMap<Identity, usize> = HashMap::new();
    for action in actions {
        let index = *by_identity.entry(Identity::of(action.view)).or_insert_with(|| {
            order.push(Vec::new());
            order.len() - 1
        });
        order[index].push(action);
    }
    problems.extend(overlapping(&order).map(|pair| conflict(place, &pair)));
    let mut views = Vec::new();
    for same in order {
        match resolve(same) {
            Ok(action) => views.push(action.view),
            Err(same) => problems.push(conflict(place, &same.iter().collect::<Vec<_>>())),
        }
    }
    views
}

/// Views that are the same for some of their contexts alone, so that neither can stand for the other.
fn overlapping(order: &[Vec<ViewAction>]) -> impl Iterator<Item = [&ViewAction; 2]> {
    let first: Vec<_> = order.iter().filter_map(|same| same.first()).collect();
    let identities: Vec<_> = first.iter().map(|action| Identity::of(action.view)).collect();
    let pairs = (0..first.len()).flat_map(|later| (0..later).map(move |earlier| (earlier, later)));
    let overlap: Vec<_> = pairs.filter(|(one, other)| identities[*one].overlaps(&identities[*other])).collect();
    overlap.into_iter().map(move |(one, other)| [first[one], first[other]])
}

fn conflict(place: &str, same: &[&ViewAction]) -> Problem {
    let names = same.iter().map(|action| format!("`{}`", action.view.full_name())).collect::<Vec<_>>().join(" and ");
    let predicates = same.first().map(|action| action.view.identifying_predicates()).unwrap_or_default();
    let message = format!(
        "{names} answer the same requests: {} of {place}\nhelp: give one of them another path or another `request_method`, or include it, so that it can be overridden",
        which(&predicates)
    );
    Problem::new(message, same.iter().map(|action| action.view.location))
}

/// What the predicates say, in words.
fn which(predicates: &PredicateList) -> String {
    let texts: Vec<_> = predicates.iter().map(crate::view::predicate::Predicate::text).collect();
    match texts.as_slice() {
        [] => "all methods".to_owned(),
        [one] if one.starts_with("request_method = ") => one.trim_start_matches("request_method = ").to_owned(),
        texts => format!("`{}`", texts.join("`, `")),
    }
}
