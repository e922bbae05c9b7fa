//! The views of a route, or those that need none, by the name and the context that they are for.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::Arc;

use super::candidate::Candidate;
use super::mismatch::Mismatch;
use super::{Answer, Early};
use crate::request::Request;
use crate::view::predicate::MultiView;

/// Views by their name.
#[derive(Default)]
pub(crate) struct ViewTable(HashMap<&'static str, Vec<Views>>);

/// A view's name and a type of context that it is for, if it is not for any.
type Place = (&'static str, Option<TypeId>);

/// The views of one name and one type of context.
pub(crate) struct Views {
    /// `None`: any, also where there is no context.
    context: Option<TypeId>,
    views: MultiView<Arc<Candidate>>,
}

impl ViewTable {
    /// A table of views, which are given in the order of their registration.
    pub(crate) fn new(candidates: impl IntoIterator<Item = Arc<Candidate>>) -> Self {
        let mut places: Vec<(Place, Vec<Arc<Candidate>>)> = Vec::new();
        for candidate in candidates {
            for place in candidate.places() {
                match places.iter_mut().find(|(known, _)| *known == place) {
                    Some((_, views)) => views.push(Arc::clone(&candidate)),
                    None => places.push((place, vec![Arc::clone(&candidate)])),
                }
            }
        }
        let mut table: HashMap<_, Vec<Views>> = HashMap::new();
        for ((name, context), views) in places {
            table.entry(name).or_default().push(Views { context, views: multiview(&views) });
        }
        // Those of any context come last.
        table.values_mut().for_each(|views| views.sort_by_key(|views| views.context.is_none()));
        Self(table)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The views of this name for this type of context: its own, then those for any.
    pub(super) fn of(&self, name: &str, context: Option<TypeId>) -> impl Iterator<Item = &Views> {
        let views = self.0.get(name).map_or(&[][..], Vec::as_slice);
        views.iter().filter(move |views| views.context.is_none() || views.context == context)
    }
}

impl Views {
    /// The response of the first view whose predicates hold, or the request back.
    pub(super) async fn answer<'d>(&'d self, mut request: Request, mismatch: &mut Mismatch<'d>) -> Early<Answer> {
        for view in self.views.candidates(request.headers()) {
            match view.answer(request, mismatch).await? {
                Ok(response) => return Ok(Ok(response)),
                Err(back) => request = back,
            }
        }
        if mismatch.is_wanted() {
            self.tell_unaccepted(&mut request, mismatch).await?;
        }
        Ok(Err(request))
    }

    /// Notes the views that were not asked, because the client takes none of their media types.
    async fn tell_unaccepted<'d>(&'d self, request: &mut Request, mismatch: &mut Mismatch<'d>) -> Early<()> {
        let asked: Vec<_> = self.views.candidates(request.headers()).collect();
        for view in self.views.all() {
            if !asked.iter().any(|asked| Arc::ptr_eq(asked, view)) {
                view.wants(request, mismatch).await?;
            }
        }
        Ok(())
    }
}

/// Views of one place, in the order in which they are tried.
pub(super) fn multiview(views: &[Arc<Candidate>]) -> MultiView<Arc<Candidate>> {
    MultiView::new(views.iter().map(|view| (&view.predicates, Arc::clone(view))))
}

impl Candidate {
    /// The name and each context under which the view is looked up.
    fn places(&self) -> Vec<Place> {
        let view = self.state.view();
        match view.contexts.as_slice() {
            [] => vec![(view.lookup_name, None)],
            contexts => contexts.iter().map(|context| (view.lookup_name, Some(context.id()))).collect(),
        }
    }
}
