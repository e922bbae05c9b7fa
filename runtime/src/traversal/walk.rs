//! The walk from the root along a path.

use super::error::ResourceFailure;
use super::lookup::{answer_here, awaited, in_executor};
use super::{AnyResource, Lineage, Location, Lookup, ResourceError, TraversalError, TraversalPath};
use crate::executor::ExecutorKey;

/// Where a walk ended.
///
/// Source: Pyramid's `pyramid.interfaces.ITraverser`. Upstream's `traversed` is too long by the virtual root if the walk ends
/// before the path; here it is what was walked.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Traversed {
    /// Where the walk began.
    pub root: AnyResource,
    /// The resource that was found last.
    pub context: AnyResource,
    /// The first segment that is no resource, without `@@`; empty if all are.
    pub view_name: String,
    /// The segments after the view's name. If all segments are resources, what the route says.
    pub subpath: Vec<String>,
    /// The segments from the root to the context.
    pub traversed: Vec<String>,
    /// The resource of the virtual root; the root, if there is none or the walk ended before.
    pub virtual_root: AnyResource,
    /// The segments from the root to the virtual root, as they were asked for.
    pub virtual_root_path: Vec<String>,
    /// The context and all above it.
    pub lineage: Lineage,
}

impl Traversed {
    /// The context with its lineage.
    #[must_use]
    pub fn location(&self) -> Location {
        self.lineage.clone().into()
    }
}

/// Walks from `root` along `path`, as far as there are resources.
///
/// It looks up one name after the other, in what it found last, until a name is not found or begins with `@@`: that is the view's
/// name. A coroutine is awaited. At the first look-up that blocks the walk goes on in its executor, where it stays, so it costs
/// one hop however many resources block; directly below a job that waits for the walk it costs none.
///
/// # Errors
///
/// [`TraversalError::Resource`] if a resource fails, [`TraversalError::Executor`] if one blocks and the executor refuses it.
///
/// # Panics
///
/// If a resource panics.
///
/// Source: Pyramid's `pyramid.traversal.ResourceTreeTraverser`. The [module](super) has an example.
pub async fn traverse(root: impl Into<Location>, path: TraversalPath) -> Result<Traversed, TraversalError> {
    Walk::new(root.into(), path).finish().await.map(Walk::into_traversed)
}

/// A walk on its way. It owns all that it needs, so it can change its thread.
pub(crate) struct Walk {
    lineage: Lineage,
    path: TraversalPath,
    /// How many segments are resources so far.
    walked: usize,
    is_over: bool,
}

impl Walk {
    pub(crate) fn new(start: Location, path: TraversalPath) -> Self {
        Self { lineage: start.into_lineage(), path, walked: 0, is_over: false }
    }

    /// Walks to the end, from the event loop.
    pub(crate) async fn finish(mut self) -> Result<Self, TraversalError> {
        match self.until_blocked().await? {
            None => Ok(self),
            Some(key) => in_executor(key, "traversal", move || self.until_end(key).map(|()| self)).await?,
        }
    }

    /// Walks on the event loop to the end, or until a look-up blocks: then this is the key of its executor, in which
    /// [`until_end`](Self::until_end) goes on.
    pub(crate) async fn until_blocked(&mut self) -> Result<Option<&'static ExecutorKey>, TraversalError> {
        while let Some(name) = self.next_name() {
            let found = match self.lineage.context().as_resource().item(name) {
                Lookup::Ready(found) => found,
                Lookup::Coroutine(found) => awaited(found).await,
                Lookup::Blocking(key) => return Ok(Some(key)),
            };
            self.enter(found)?;
        }
        Ok(None)
    }

    /// Walks on this thread, which runs a job of the executor `here`, to the end if the first look-up that is not ready blocks in it.
    pub(super) fn while_here(&mut self, here: &'static ExecutorKey) -> Result<(), TraversalError> {
        while let Some(name) = self.next_name() {
            let found = match self.lineage.context().as_resource().item(name) {
                Lookup::Ready(found) => found,
                Lookup::Blocking(key) if std::ptr::eq(key, here) => break,
                Lookup::Coroutine(_) | Lookup::Blocking(_) => return Ok(()),
            };
            self.enter(found)?;
        }
        self.until_end(here)
    }

    /// Walks to the end on this thread, which runs a job of the executor `here`.
    pub(crate) fn until_end(&mut self, here: &'static ExecutorKey) -> Result<(), TraversalError> {
        while let Some(name) = self.next_name() {
            let context = self.lineage.context();
            let lookup = context.as_resource().item(name);
            let (owned_context, owned_name) = (context.clone(), name.to_owned());
            let block = move || owned_context.as_resource().blocking_item(&owned_name);
            let found = answer_here(lookup, here, "item", block)?;
            self.enter(found)?;
        }
        Ok(())
    }

    /// The name that is to be looked up next.
    fn next_name(&self) -> Option<&str> {
        let name = self.path.segments().get(self.walked)?;
        (!self.is_over && !name.starts_with(VIEW_SELECTOR)).then_some(name)
    }

    fn enter(&mut self, found: Result<Option<AnyResource>, ResourceError>) -> Result<(), TraversalError> {
        let name = &self.path.segments()[self.walked];
        match found {
            Ok(Some(child)) => {
                self.lineage.enter(name, child);
                self.walked += 1;
            }
            Ok(None) => self.is_over = true,
            Err(error) => {
                return Err(ResourceFailure::new(self.lineage.context(), format!("item {name:?}"), error).into());
            }
        }
        Ok(())
    }

    /// What was found, where the walk is now.
    pub(crate) fn into_traversed(self) -> Traversed {
        let Self { lineage, path, walked, .. } = self;
        let start = lineage.depth() - walked;
        let virtual_root = lineage.at(start + path.virtual_root().len());
        let virtual_root = virtual_root.as_ref().map_or(lineage.root(), Lineage::context).clone();
        let virtual_root_path = path.virtual_root().to_vec();
        let (mut traversed, subpath) = path.into_segments();
        let mut rest = traversed.split_off(walked).into_iter();
        let view_name = rest.next();
        Traversed {
            root: lineage.root().clone(),
            context: lineage.context().clone(),
            subpath: if view_name.is_some() { rest.collect() } else { subpath },
            view_name: view_name.map(without_selector).unwrap_or_default(),
            traversed,
            virtual_root,
            virtual_root_path,
            lineage,
        }
    }
}

fn without_selector(name: String) -> String {
    match name.strip_prefix(VIEW_SELECTOR) {
        Some(name) => name.to_owned(),
        None => name,
    }
}

/// What a segment begins with that names a view, though there may be a resource of that name.
const VIEW_SELECTOR: &str = "@@";
