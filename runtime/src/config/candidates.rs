//! Makes of views what a request meets.

use std::collections::HashMap;
use std::sync::Arc;

use http::Method;

use super::routes::PlacedRoute;
use super::watch;
use crate::acl::NO_PERMISSION_REQUIRED;
use crate::application::Application;
use crate::view::call::{ViewSite, ViewState};
use crate::view::definition::{RouteOfView, ViewDefinition};
use crate::view::dispatch::Candidate;
use crate::view::mapper::Thread;
use crate::view::slot;
use crate::watchdog::Watchdog;

/// Where each view runs.
pub(super) type Threads = HashMap<ViewId, Thread>;

/// A definition is made once, so its address tells it from others.
pub(super) type ViewId = *const ViewDefinition;

pub(super) fn view_id(view: &'static ViewDefinition) -> ViewId {
    view
}

/// What all views of the application have in common.
pub(super) struct Candidates<'a> {
    pub(super) application: &'a Arc<Application>,
    pub(super) watchdog: &'a Watchdog,
    pub(super) threads: Threads,
    /// Whether the innermost tween is a plain function.
    pub(super) below_sync: bool,
    pub(super) default_permission: Option<&'static str>,
}

impl Candidates<'_> {
    /// Whether nothing decides about the view but its method.
    pub(super) fn is_plain(&self, view: &ViewDefinition) -> bool {
        view.predicates.is_empty()
            && view.contexts.is_empty()
            && view.lookup_name.is_empty()
            && self.permission(view).is_none()
            && view.http_cache.is_none()
            && view.decorators.is_empty()
            && !self.requires_csrf(view)
    }

    /// A view about which only its method decides.
    pub(super) fn plain(&self, view: &'static ViewDefinition, route: &PlacedRoute) -> slot::Candidate {
        let (state, stops_handing_down) = self.state(view, Some(route));
        let is_followed = view.sees_request || self.application.has_exception_views;
        let watched = state.watched().cloned();
        slot::Candidate { methods: methods(view), state, view, watched, stops_handing_down, is_followed }
    }

    pub(super) fn candidate(&self, view: &'static ViewDefinition, route: Option<&PlacedRoute>) -> Arc<Candidate> {
        let (state, stops_handing_down) = self.state(view, route);
        let permission = self.permission(view);
        let requires_csrf = self.requires_csrf(view);
        Arc::new(Candidate { state, predicates: view.predicate_list(), permission, requires_csrf, stops_handing_down })
    }

    /// What a request must be permitted. An exception view has no default, and without a policy everything is permitted.
    fn permission(&self, view: &ViewDefinition) -> Option<&'static str> {
        self.application.policy.as_ref()?;
        let is_exception = matches!(view.route, RouteOfView::Exception(_));
        let default = if is_exception { None } else { self.default_permission };
        view.permission.or(default).filter(|permission| *permission != NO_PERMISSION_REQUIRED)
    }

    /// Whether a request for the view may have to show that it is not forged.
    fn requires_csrf(&self, view: &ViewDefinition) -> bool {
        let csrf = &self.application.csrf;
        let methods = methods(view);
        let is_safe = !methods.is_empty() && methods.iter().all(|method| csrf.options.is_safe(method));
        !is_safe
            && !view.kind.is_websocket()
            && csrf.is_required(view.require_csrf, matches!(view.route, RouteOfView::Exception(_)))
    }

    fn state(&self, view: &'static ViewDefinition, route: Option<&PlacedRoute>) -> (ViewState, bool) {
        let thread = self.threads.get(&view_id(view)).copied().unwrap_or(Thread::EventLoop);
        let parameters = route.map(|route| route.pattern.parameters()).unwrap_or_default();
        let state = ViewState::new(ViewSite {
            definition: view,
            thread,
            job_name: view.full_name().into(),
            route: route.and_then(|route| route.name.clone()),
            pattern: route.map(|route| Arc::clone(&route.pattern)),
            parameters: parameters.iter().map(|parameter| parameter.name.clone()).collect(),
            watched: watch::view(self.watchdog, view, thread),
            application: Arc::clone(self.application),
        });
        // What a coroutine polls is not directly below the tween.
        (state, self.below_sync && (thread == Thread::EventLoop || !view.decorators.is_empty()))
    }
}

fn methods(view: &ViewDefinition) -> Vec<Method> {
    if view.kind.is_websocket() {
        // A CONNECT over HTTP/2.
        return vec![Method::GET, Method::CONNECT];
    }
    view.request_method.iter().filter_map(|name| Method::from_bytes(name.as_bytes()).ok()).collect()
}
