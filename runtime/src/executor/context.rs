//! What goes along with a job from where it was submitted to its thread.

use std::any::TypeId;
use std::fmt;
use std::sync::Arc;

use tracing::Span;
use tracing::dispatcher::{self, Dispatch};

type Around = Box<dyn FnOnce(&mut dyn FnMut()) + Send>;

/// A user's own context: captured where a job is submitted, put around it on its thread.
#[derive(Clone)]
pub(super) struct Carrier {
    capture: Arc<dyn Fn() -> Around + Send + Sync>,
    /// Of a function that captures nothing: two of one type do the same.
    type_id: Option<TypeId>,
}

impl Carrier {
    pub(super) fn new<C, W>(capture: C) -> Carrier
    where
        C: Fn() -> W + Send + Sync + 'static,
        W: FnOnce(&mut dyn FnMut()) + Send + 'static,
    {
        let type_id = (size_of::<C>() == 0).then(TypeId::of::<C>);
        Carrier { capture: Arc::new(move || Box::new(capture())), type_id }
    }
}

impl PartialEq for Carrier {
    fn eq(&self, other: &Carrier) -> bool {
        Arc::ptr_eq(&self.capture, &other.capture) || (self.type_id.is_some() && self.type_id == other.type_id)
    }
}

impl fmt::Debug for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Carrier")
    }
}

/// The surroundings of one job, beside its runtime.
pub(super) struct Context {
    span: Span,
    subscriber: Dispatch,
    subscriber_address: usize,
    carried: Vec<Around>,
}

impl Context {
    /// The surroundings of the caller.
    pub(super) fn capture(carriers: &[Carrier]) -> Context {
        let carried = carriers.iter().map(|carrier| (carrier.capture)()).collect();
        let (subscriber, subscriber_address) = dispatcher::get_default(|here| (here.clone(), address(here)));
        Context { span: Span::current(), subscriber, subscriber_address, carried }
    }

    /// Runs `job` in these surroundings.
    ///
    /// # Panics
    ///
    /// If one of the user's does not call what it is to be put around.
    pub(super) fn around<T>(self, job: impl FnOnce() -> T) -> T {
        // The process's subscriber is at the same address for all threads; another one was set for the submitting thread.
        let is_here = dispatcher::get_default(address) == self.subscriber_address;
        let _subscriber = (!is_here).then(|| dispatcher::set_default(&self.subscriber));
        let _span = self.span.enter();
        if self.carried.is_empty() {
            return job();
        }
        let (mut job, mut value) = (Some(job), None);
        nest(self.carried.into_iter(), &mut || value = job.take().map(|job| job()).or_else(|| value.take()));
        value.expect("a function given to `ExecutorConfig::carry` returned without calling the job")
    }
}

/// The first of `carried` is the outermost.
fn nest(mut carried: std::vec::IntoIter<Around>, job: &mut dyn FnMut()) {
    let Some(around) = carried.next() else { return job() };
    let mut rest = Some(carried);
    around(&mut || {
        if let Some(rest) = rest.take() {
            nest(rest, job);
        }
    });
}

fn address(subscriber: &Dispatch) -> usize {
    std::ptr::from_ref(subscriber) as usize
}
