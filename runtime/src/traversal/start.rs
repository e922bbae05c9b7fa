//! From a request to its context: the root, and the walk from there.

use std::mem;
use std::sync::Arc;

use super::error::ResourceFailure;
use super::lookup::{awaited, in_executor};
use super::walk::Walk;
use super::{AnyResource, Lookup, ResourceError, RootFactory, TraversalError, TraversalPath, Traversed};
use crate::executor::ExecutorKey;
use crate::request::Request;

/// Why a request has no context.
pub(crate) struct Lost {
    /// What failed, for the log.
    pub(crate) function: &'static str,
    pub(crate) error: TraversalError,
}

/// Makes the root for a request, and walks from there along `path`.
///
/// A factory that blocks and a walk that begins with a look-up that blocks in the same executor share one hop.
pub(crate) async fn find(
    factory: &Arc<dyn RootFactory>,
    request: &mut Request,
    path: TraversalPath,
) -> Result<Traversed, Lost> {
    let lookup = match factory.root(request) {
        Lookup::Ready(root) => Ok(root),
        Lookup::Coroutine(root) => Ok(awaited(root).await),
        Lookup::Blocking(key) => Err(key),
    };
    let walk = match lookup {
        Ok(root) => Walk::new(made(root)?.into(), path),
        Err(key) => begun_in_executor(key, factory, request, path).await?,
    };
    Ok(walk.finish().await.map_err(on_the_walk)?.into_traversed())
}

/// The root, and what of the walk can be gone from the thread on which it was made. What asks for a coroutine or for another
/// executor is left to the event loop, for the thread would only be held meanwhile.
async fn begun_in_executor(
    key: &'static ExecutorKey,
    factory: &Arc<dyn RootFactory>,
    request: &mut Request,
    path: TraversalPath,
) -> Result<Walk, Lost> {
    // The job may outlive its caller, so it takes the request along and brings it back.
    let taken = mem::replace(request, Request::nothing());
    let factory = Arc::clone(factory);
    let job = move || {
        let begun = made(factory.blocking_root(&taken)).and_then(|root| {
            let mut walk = Walk::new(root.into(), path);
            walk.while_here(key).map_err(on_the_walk)?;
            Ok(walk)
        });
        (taken, begun)
    };
    let (back, begun) = in_executor(key, "root factory", job).await.map_err(in_factory)?;
    *request = back;
    begun
}

fn made(root: Result<AnyResource, ResourceError>) -> Result<AnyResource, Lost> {
    root.map_err(|error| in_factory(ResourceFailure::of_factory(error).into()))
}

fn in_factory(error: TraversalError) -> Lost {
    Lost { function: "the root factory", error }
}

fn on_the_walk(error: TraversalError) -> Lost {
    Lost { function: "traversal", error }
}
