//! Exception views: what answers in the place of an error.

use std::collections::HashMap;
use std::sync::Arc;

use axum::response::Response;
use http::StatusCode;

use super::candidate::Candidate;
use super::mismatch::Mismatch;
use super::table::multiview;
use crate::httpexceptions::HttpException;
use crate::request::{Request, Visit};
use crate::view::definition::ExceptionType;
use crate::view::exception::{GivenUp, Raised, logged};
use crate::view::predicate::{ContextType, MultiView};

/// The exception views of an application.
#[derive(Default)]
pub(crate) struct ExceptionViews {
    by_route: HashMap<Arc<str>, Vec<ExceptionView>>,
    global: Vec<ExceptionView>,
}

/// The exception views of one kind of error.
struct ExceptionView {
    /// `None`: any.
    exception: Option<ExceptionType>,
    views: MultiView<Arc<Candidate>>,
}

impl ExceptionViews {
    /// Views with the route that each is for, in the order of their registration.
    pub(crate) fn new(candidates: Vec<(Option<Arc<str>>, Arc<Candidate>)>) -> Self {
        let mut views = Self::default();
        let mut routes: Vec<Option<Arc<str>>> = candidates.iter().map(|(route, _)| route.clone()).collect();
        routes.sort_unstable();
        routes.dedup();
        for route in routes {
            let own =
                candidates.iter().filter(|(other, _)| *other == route).map(|(_, view)| Arc::clone(view)).collect();
            let own = of_one_place(own);
            match route {
                Some(route) => drop(views.by_route.insert(route, own)),
                None => views.global = own,
            }
        }
        views
    }

    /// The response to a request that `handler` fails: that of the first exception view that wants the error, or else the one
    /// that `handler` gives. Those of the route that has matched go first, even if one of the others is more particular.
    ///
    /// Source: Pyramid's exception view tween.
    pub(crate) async fn around<F: Future<Output = Response>>(
        &self,
        request: Request,
        handler: impl FnOnce(Request) -> F,
    ) -> Response {
        let later = request.for_later();
        let response = handler(request).await;
        match Raised::of(&response) {
            Some(raised) => self.answer(later, raised, response).await,
            None => response,
        }
    }

    async fn answer(&self, mut request: Request, raised: Raised, original: Response) -> Response {
        if let Some(routed) = request.visit().map(|visit| Visit::routed(visit)) {
            request.attributes = routed;
        }
        request.attributes.exception = Some(raised.clone());
        let of_route = request.attributes.matched_route.as_ref().and_then(|route| self.by_route.get(route));
        for view in of_route.into_iter().flatten().chain(&self.global).filter(|view| view.is_for(&raised)) {
            match view.answer(request).await {
                Ok(response) if gives_up(&response) => return logged(original),
                Ok(response) => return logged(response),
                Err(back) => request = *back,
            }
        }
        logged(original)
    }
}

impl ExceptionView {
    fn is_for(&self, raised: &Raised) -> bool {
        self.exception.is_none_or(|exception| (exception.is_raised)(raised))
    }

    async fn answer(&self, mut request: Request) -> Result<Response, Box<Request>> {
        for view in self.views.candidates(request.headers()) {
            match view.answer(request, &mut Mismatch::default()).await {
                Ok(Ok(response)) | Err(response) => return Ok(response),
                Ok(Err(back)) => request = *back,
            }
        }
        Err(Box::new(request))
    }
}

/// The views by the error that they are for; those of any HTTP exception come after those of one, and those of any error last.
fn of_one_place(candidates: Vec<Arc<Candidate>>) -> Vec<ExceptionView> {
    let mut kinds: Vec<(Option<ExceptionType>, Vec<Arc<Candidate>>)> = Vec::new();
    for candidate in candidates {
        let exceptions = &candidate.state.view().exceptions;
        let any = exceptions.is_empty().then_some(None);
        for exception in exceptions.iter().copied().map(Some).chain(any) {
            let id = |exception: &Option<ExceptionType>| exception.map(|exception| exception.ty.id());
            match kinds.iter_mut().find(|(known, _)| id(known) == id(&exception)) {
                Some((_, views)) => views.push(Arc::clone(&candidate)),
                None => kinds.push((exception, vec![Arc::clone(&candidate)])),
            }
        }
    }
    let is_of_http = |exception: ExceptionType| exception.ty == ContextType::of::<HttpException>();
    kinds.sort_by_key(|(exception, _)| (exception.is_none(), exception.is_some_and(is_of_http)));
    kinds.into_iter().map(|(exception, views)| ExceptionView { exception, views: multiview(&views) }).collect()
}

/// Whether an exception view has raised a 404 itself: in Pyramid the first error then goes on.
fn gives_up(response: &Response) -> bool {
    response.status() == StatusCode::NOT_FOUND && response.extensions().get::<GivenUp>().is_some()
}
