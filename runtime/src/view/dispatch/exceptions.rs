//! Exception views: what answers in the place of an error.

use std::collections::HashMap;
use std::sync::Arc;

use axum::response::Response;
use http::{HeaderValue, StatusCode, header};

use super::Answer;
use super::candidate::Candidate;
use super::mismatch::Mismatch;
use super::table::multiview;
use crate::httpexceptions::negotiate;
use crate::request::Request;
use crate::view::definition::ExceptionType;
use crate::view::exception::{GivenUp, Raised, logged};
use crate::view::predicate::MultiView;

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
        let accept = request.headers().get(header::ACCEPT).cloned();
        if let Some(visit) = request.visit() {
            visit.set_exception();
            let routed = visit.routed();
            *request.attributes_mut() = routed;
        }
        request.attributes_mut().exception = Some(raised.clone());
        let of_route = request.attributes().matched_route.as_ref().and_then(|route| self.by_route.get(route));
        let of_route = of_route.map(Vec::as_slice).unwrap_or_default();
        for view in [of_route, &self.global].into_iter().flat_map(|views| nearest_first(views, &raised)) {
            match view.answer(request).await {
                Ok(response) if gives_up(&response) => return settled(original, accept.as_ref()),
                Ok(response) => return settled(response, accept.as_ref()),
                Err(back) => request = back,
            }
        }
        settled(original, accept.as_ref())
    }
}

impl ExceptionView {
    /// How particular it is about the error, if it is for it.
    fn distance(&self, raised: &Raised) -> Option<usize> {
        self.exception.map_or(Some(usize::MAX), |exception| (exception.distance)(raised))
    }

    async fn answer(&self, mut request: Request) -> Answer {
        for view in self.views.candidates(request.headers()) {
            match view.answer(request, &mut Mismatch::default()).await {
                Ok(Ok(response)) | Err(response) => return Ok(response),
                Ok(Err(back)) => request = back,
            }
        }
        Err(request)
    }
}

/// The views for an error, those for just its type before those for all of its kind.
fn nearest_first<'v>(views: &'v [ExceptionView], raised: &Raised) -> impl Iterator<Item = &'v ExceptionView> + use<'v> {
    let mut views: Vec<_> = views.iter().filter_map(|view| Some((view.distance(raised)?, view))).collect();
    views.sort_by_key(|(distance, _)| *distance);
    views.into_iter().map(|(_, view)| view)
}

/// The views by the error that they are for.
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
    kinds.into_iter().map(|(exception, views)| ExceptionView { exception, views: multiview(&views) }).collect()
}

/// Whether an exception view has raised a 404 itself: in Pyramid the first error then goes on.
fn gives_up(response: &Response) -> bool {
    response.status() == StatusCode::NOT_FOUND && response.extensions().get::<GivenUp>().is_some()
}

/// From here on outwards the response is one like any other.
fn settled(response: Response, accept: Option<&HeaderValue>) -> Response {
    let mut response = logged(response);
    response.extensions_mut().remove::<Raised>();
    response.extensions_mut().remove::<GivenUp>();
    negotiate(&mut response, accept);
    response
}
