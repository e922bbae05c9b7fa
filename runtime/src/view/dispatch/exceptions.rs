//! Exception views: what answers in the place of an error.

use std::collections::HashMap;
use std::sync::Arc;

use axum::response::Response;
use http::StatusCode;

use super::candidate::Candidate;
use super::mismatch::Mismatch;
use crate::request::{Request, Visit};
use crate::view::exception::Raised;
use crate::view::predicate::MultiView;

/// Whether an error is what an exception view is for; `None` is for any.
pub(crate) type ExceptionContext = Option<fn(&Raised) -> bool>;

/// The exception views of an application.
#[derive(Default)]
pub(crate) struct ExceptionViews {
    by_route: HashMap<Arc<str>, Vec<ExceptionView>>,
    global: Vec<ExceptionView>,
}

/// The exception views of one kind of error.
struct ExceptionView {
    context: ExceptionContext,
    views: MultiView<Candidate>,
}

impl ExceptionViews {
    pub(crate) fn add(&mut self, route: Option<&Arc<str>>, context: ExceptionContext, views: MultiView<Candidate>) {
        let own = match route {
            Some(route) => self.by_route.entry(Arc::clone(route)).or_default(),
            None => &mut self.global,
        };
        own.push(ExceptionView { context, views });
        // Those of any error come last.
        own.sort_by_key(|view| view.context.is_none());
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
                Ok(response) if is_not_found(&response) => return unanswered(raised, original),
                Ok(response) => return response,
                Err(back) => request = *back,
            }
        }
        unanswered(raised, original)
    }
}

impl ExceptionView {
    fn is_for(&self, raised: &Raised) -> bool {
        self.context.is_none_or(|is_for| is_for(raised))
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

/// Whether an exception view gives up: in Pyramid the first error then goes on.
fn is_not_found(response: &Response) -> bool {
    response.status() == StatusCode::NOT_FOUND && Raised::of(response).is_some()
}

fn unanswered(raised: Raised, mut original: Response) -> Response {
    let logged = raised.log();
    if original.extensions_mut().remove::<Raised>().is_some() {
        original.extensions_mut().insert(logged);
    }
    original
}
