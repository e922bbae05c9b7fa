//! Puts each view on its route, and sorts out views that are in each other's way.

use std::collections::HashMap;

use pyramidion_patterns::{Pattern, did_you_mean};

use super::action::{RouteAction, ViewAction, resolve};
use super::error::Problem;
use crate::view::definition::{RouteOfView, ViewDefinition};

/// A view with the route that leads to it.
pub(crate) struct PlacedView {
    pub(crate) view: &'static ViewDefinition,
    /// The route as messages call it: ``route `home` (/)`` or `/users/{id}`.
    pub(crate) route: String,
    pub(crate) parameters: Vec<String>,
    pub(crate) axum_path: String,
    pub(crate) shape: String,
}

/// All views in the order in which their routes are tried.
pub(crate) struct Routes(Vec<PlacedView>);

struct Route {
    label: String,
    pattern: Pattern,
    views: Vec<ViewAction>,
}

impl Routes {
    /// Places the views: named routes come first, in the order in which they were added; then paths.
    pub(crate) fn place(routes: Vec<RouteAction>, views: Vec<ViewAction>, problems: &mut Vec<Problem>) -> Self {
        let mut table = Table::new(routes);
        for action in views {
            if let Err(problem) = table.add(action) {
                problems.push(problem);
            }
        }
        Self(table.routes.into_iter().flat_map(|route| route.into_views(problems)).collect())
    }

    pub(crate) fn views(&self) -> impl Iterator<Item = &PlacedView> {
        self.0.iter()
    }
}

struct Table {
    routes: Vec<Route>,
    by_name: HashMap<String, usize>,
    by_path: HashMap<String, usize>,
}

impl Table {
    fn new(named: Vec<RouteAction>) -> Self {
        let by_name = named.iter().enumerate().map(|(index, route)| (route.name.clone(), index)).collect();
        let routes = named.into_iter().map(|route| Route {
            label: format!("route `{}` ({})", route.name, route.pattern.text()),
            pattern: route.pattern,
            views: Vec::new(),
        });
        Self { routes: routes.collect(), by_name, by_path: HashMap::new() }
    }

    fn add(&mut self, action: ViewAction) -> Result<(), Problem> {
        let index = match action.view.route {
            RouteOfView::Named(name) => self.named(name, action.view)?,
            RouteOfView::Path(path) => self.path(path, &action)?,
            RouteOfView::None => return Err(without_traversal(action.view)),
        };
        let views = &mut self.routes[index].views;
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
        self.routes.push(Route { label: text, pattern, views: Vec::new() });
        Ok(self.routes.len() - 1)
    }
}

fn without_traversal(view: &ViewDefinition) -> Problem {
    let message = format!(
        "view `{}` has no route, and the application has no resources among which traversal could find it\nhelp: give the view a `path` or a `route_name`",
        view.full_name()
    );
    Problem::new(message, [view.location])
}

impl Route {
    /// The views in the order in which they are tried: Pyramid's, those with predicates first.
    fn into_views(self, problems: &mut Vec<Problem>) -> Vec<PlacedView> {
        let mut keys: Vec<Vec<&str>> = Vec::new();
        let mut by_key: HashMap<Vec<&str>, Vec<ViewAction>> = HashMap::new();
        for action in self.views {
            let key = predicates(action.view);
            let same = by_key.entry(key.clone()).or_default();
            if same.is_empty() {
                keys.push(key);
            }
            same.push(action);
        }
        keys.sort_by_key(Vec::is_empty);
        let mut views = Vec::new();
        for key in keys {
            match resolve(by_key.remove(&key).unwrap_or_default()) {
                Ok(action) => views.push(action.view),
                Err(same) => problems.push(conflict(&self.label, &key, &same)),
            }
        }
        let parameters: Vec<String> =
            self.pattern.parameters().iter().map(|parameter| parameter.name.clone()).collect();
        let place = |view| PlacedView {
            view,
            route: self.label.clone(),
            parameters: parameters.clone(),
            axum_path: self.pattern.axum_path(),
            shape: self.pattern.shape(),
        };
        views.into_iter().map(place).collect()
    }
}

/// What tells a view from others on its route: its methods, as Pyramid counts them.
fn predicates(view: &'static ViewDefinition) -> Vec<&'static str> {
    let mut methods = view.request_method.to_vec();
    if view.kind.is_websocket() || methods.contains(&"GET") {
        methods.extend(["GET", "HEAD"]);
    }
    methods.sort_unstable();
    methods.dedup();
    methods
}

fn conflict(route: &str, methods: &[&str], same: &[ViewAction]) -> Problem {
    let names = same.iter().map(|action| format!("`{}`", action.view.full_name())).collect::<Vec<_>>().join(" and ");
    let which = if methods.is_empty() { "all methods".to_owned() } else { methods.join(", ") };
    let message = format!(
        "{names} answer the same requests: {which} of {route}\nhelp: give one of them another path or another `request_method`, or include it, so that it can be overridden"
    );
    Problem::new(message, same.iter().map(|action| action.view.location))
}
