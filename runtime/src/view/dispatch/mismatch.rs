//! Why nothing answered a request: the 404, and what is offered in its place.

use std::fmt::Write as _;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};

use crate::application::Application;
use crate::httpexceptions::{HttpMethodNotAllowed, HttpNotAcceptable, HttpNotFound};
use crate::request::Request;
use crate::view::definition::ViewDefinition;
use crate::view::predicate::{Failures, PredicateList, Subject, Verdict, explain};

/// The views that did not want a request, and the routes that did not admit it.
#[derive(Default)]
pub(crate) struct Mismatch<'d> {
    is_wanted: bool,
    views: Vec<(&'static ViewDefinition, Failures<'d>)>,
    routes: Vec<String>,
}

impl<'d> Mismatch<'d> {
    /// Nothing is noted unless the application is to tell.
    pub(super) fn of(application: &Application) -> Self {
        let is_wanted = application.explains_not_found || application.offers_alternatives;
        Self { is_wanted, ..Self::default() }
    }

    pub(super) fn is_wanted(&self) -> bool {
        self.is_wanted
    }

    pub(super) fn view(&mut self, view: &'static ViewDefinition, predicates: &'d PredicateList, subject: &Subject<'_>) {
        if self.is_wanted {
            self.views.push((view, predicates.failures(subject)));
        }
    }

    pub(super) fn route(&mut self, label: &str, why: impl FnOnce() -> String) {
        if self.is_wanted {
            self.routes.push(format!("{label} {}", why()));
        }
    }

    /// The answer to a request that nothing wants: a 404, unless the application offers the client an alternative.
    pub(super) fn answer(&self, application: &Application, request: &Request) -> Response {
        let failures: Vec<_> = self.views.iter().map(|(_, failures)| failures.clone()).collect();
        let verdict = if application.offers_alternatives { explain(&failures) } else { Verdict::NotFound };
        match verdict {
            Verdict::NotFound if application.explains_not_found => {
                HttpNotFound::new().detail(self.explanation(request)).into_response()
            }
            Verdict::NotFound => HttpNotFound::new().into_response(),
            Verdict::NotAcceptable(types) => {
                HttpNotAcceptable::new().detail(format!("There is: {}.", listed(types))).into_response()
            }
            Verdict::MethodNotAllowed(methods) => {
                let allow = HeaderValue::try_from(listed(methods)).expect("methods are tokens");
                HttpMethodNotAllowed::new().header(header::ALLOW, allow).into_response()
            }
        }
    }

    /// For the author of the application, in development.
    fn explanation(&self, request: &Request) -> String {
        let mut text = format!("{} {}: nothing matches.", request.method(), request.path());
        for route in &self.routes {
            let _ = write!(text, "\n{route}");
        }
        for (view, failures) in &self.views {
            let wanted: Vec<_> = failures.iter().map(|failure| failure.text.as_str()).collect();
            let _ = write!(text, "\nview `{}` ({}) wants {}", view.full_name(), view.location, wanted.join("; "));
        }
        if let Some(traversed) = request.traversed() {
            let context = traversed.context.as_resource().type_name();
            let _ = write!(text, "\ntraversal found a `{context}`, for a view called `{}`", traversed.view_name);
        }
        text
    }
}

fn listed<T: ToString>(items: Vec<T>) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
