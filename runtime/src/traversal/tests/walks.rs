//! On which threads a walk goes on, and how it fails.

use std::error::Error;
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};

use futures_util::FutureExt;

use super::{Leaf, Manner, Node};
use crate::acl::{Acl, EVERYONE, allow};
use crate::executor::{DEFAULT, ExecutorConfig, ExecutorKey, spawn_blocking_scope, synchronize_below};
use crate::traversal::lookup::in_executor;
use crate::traversal::{
    AclLookup, AnyResource, ItemLookup, Lookup, Resource, ResourceError, TraversalError, TraversalPath, VirtualRoot,
    acl_of, traverse,
};

fn path(path: &str) -> TraversalPath {
    TraversalPath::from_path_info(path)
}

/// Notes the threads of its look-ups; its children are like it.
#[derive(Clone)]
struct Noting {
    key: &'static ExecutorKey,
    threads: Arc<Mutex<Vec<ThreadId>>>,
}

impl Noting {
    fn new(key: &'static ExecutorKey) -> Self {
        Self { key, threads: Arc::default() }
    }

    fn threads(&self) -> Vec<ThreadId> {
        self.threads.lock().unwrap().clone()
    }
}

impl Resource for Noting {
    fn item<'a>(&'a self, name: &'a str) -> ItemLookup<'a> {
        match name {
            "coroutine" => Lookup::Coroutine(Box::pin(async {
                tokio::task::yield_now().await;
                self.blocking_item(name)
            })),
            _ => Lookup::Blocking(self.key),
        }
    }

    fn blocking_item(&self, _: &str) -> Result<Option<AnyResource>, ResourceError> {
        self.threads.lock().unwrap().push(thread::current().id());
        Ok(Some(self.clone().into()))
    }
}

fn configured(key: &'static ExecutorKey) -> &'static ExecutorKey {
    key.configure(ExecutorConfig::default()).unwrap();
    key
}

#[tokio::test]
async fn a_walk_hops_once_and_stays() {
    static KEY: ExecutorKey = ExecutorKey::new("walk-hops-once");
    let root = Noting::new(configured(&KEY));
    let found = traverse(AnyResource::new(root.clone()), path("/coroutine/a/b/coroutine/c")).await.unwrap();
    assert_eq!(found.traversed.len(), 5);
    let threads = root.threads();
    let (first, rest) = threads.split_first().unwrap();
    assert_eq!(*first, thread::current().id());
    assert!(rest.iter().all(|thread| *thread == rest[0] && thread != first), "{threads:?}");
}

#[tokio::test]
async fn directly_below_a_job_it_stays_on_its_thread() {
    let root = Noting::new(&DEFAULT);
    let walked = root.clone();
    let job = move || {
        synchronize_below(traverse(AnyResource::new(walked), path("/a/b"))).unwrap();
        thread::current().id()
    };
    let thread = spawn_blocking_scope(job).await;
    assert_eq!(root.threads(), [thread, thread]);
}

/// Asks for another resource, which blocks, and at the same time for something on which that depends.
struct Joining;

impl Resource for Joining {
    fn item<'a>(&'a self, _: &'a str) -> ItemLookup<'a> {
        Lookup::Coroutine(Box::pin(async {
            let (send, receive) = std::sync::mpsc::channel();
            let job = in_executor(&DEFAULT, "receives", move || receive.recv().unwrap());
            let (received, ()) = tokio::join!(job, async move {
                tokio::task::yield_now().await;
                send.send(7).unwrap();
            });
            assert_eq!(received?, 7);
            Ok(Some(AnyResource::new(Leaf)))
        }))
    }
}

#[tokio::test]
async fn what_a_coroutine_polls_is_not_run_in_place_of_it() {
    let job = || synchronize_below(traverse(AnyResource::new(Joining), path("/a"))).unwrap();
    assert!(spawn_blocking_scope(job).await.context.is::<Leaf>());
}

#[tokio::test]
async fn each_resource_blocks_in_its_own_executor() {
    static KEY: ExecutorKey = ExecutorKey::new("walk-other");
    let inner = Noting::new(configured(&KEY));
    let root = Node::of(Manner::Blocking(&DEFAULT), [("inner", AnyResource::new(inner.clone()))]);
    traverse(root, path("/inner/a")).await.unwrap();
    assert_eq!(KEY.executor().unwrap().metrics().threads, 1);
    assert_eq!(inner.threads().len(), 1);
}

#[tokio::test]
async fn an_executor_that_is_not_there_refuses() {
    static KEY: ExecutorKey = ExecutorKey::new("walk-never");
    let error = traverse(AnyResource::new(Noting::new(&KEY)), path("/a")).await.unwrap_err();
    assert!(error.to_string().starts_with("the executor `walk-never` is not configured\nhelp: "), "{error}");
    assert!(matches!(error, TraversalError::Executor(_)));
}

#[tokio::test]
async fn a_failure_names_the_resource_and_the_name() {
    for manner in super::MANNERS {
        let error = traverse(Node::chain(manner, "a/b"), path("/a/fails/x")).await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains("Node` failed when asked for its item \"fails\""), "{text}");
        assert_eq!(error.source().unwrap().to_string(), "the disk is gone");
    }
}

#[tokio::test]
async fn a_panic_goes_on_in_who_awaits() {
    for manner in super::MANNERS {
        let walk = traverse(Node::chain(manner, "a"), path("/panics"));
        let payload = std::panic::AssertUnwindSafe(walk).catch_unwind().await.unwrap_err();
        assert_eq!(*payload.downcast_ref::<&str>().unwrap(), "out of cheese");
    }
}

#[tokio::test]
async fn a_walk_ends_where_nothing_is_found() {
    let found = traverse(Node::chain(Manner::Ready, "a/b"), path("/a/x/b/@@c")).await.unwrap();
    assert_eq!((found.view_name.as_str(), found.traversed.len(), found.subpath.len()), ("x", 1, 2));
    let found = traverse(Node::chain(Manner::Ready, "a/b"), path("/a/@@b")).await.unwrap();
    assert_eq!((found.view_name.as_str(), found.lineage.depth()), ("b", 1));
    let found = traverse(Node::chain(Manner::Ready, "a/b"), path("/@@/x")).await.unwrap();
    assert_eq!((found.view_name.as_str(), found.subpath), ("", vec!["x".to_owned()]));
}

/// Pyramid's `traversed` would be `["a", "x"]` here, and its context for `..` the root.
#[tokio::test]
async fn a_virtual_root_is_counted_once_and_not_left() {
    let (root, below_a) = (Node::chain(Manner::Ready, "a/b"), VirtualRoot::from_path("/a"));
    let found = traverse(&root, path("/x").under(&below_a)).await.unwrap();
    assert_eq!((found.traversed.as_slice(), found.view_name.as_str()), (["a".to_owned()].as_slice(), "x"));
    assert!(found.virtual_root.is_same(&found.context));
    let found = traverse(&root, path("/../b").under(&below_a)).await.unwrap();
    assert!(found.context.is::<Leaf>());
    assert_eq!(found.traversed, ["a", "b"]);
}

struct Guarded(Manner);

impl Resource for Guarded {
    fn acl(&self) -> AclLookup<'_> {
        match self.0 {
            Manner::Ready => Lookup::Ready(self.blocking_acl()),
            Manner::Coroutine => Lookup::Coroutine(Box::pin(async { self.blocking_acl() })),
            Manner::Blocking(key) => Lookup::Blocking(key),
            Manner::Mixed => Lookup::Ready(Err("no list".into())),
        }
    }

    fn blocking_acl(&self) -> Result<Option<Acl>, ResourceError> {
        Ok(Some(Acl::from([allow(EVERYONE, "view")])))
    }
}

#[tokio::test]
async fn every_manner_of_acl_is_asked() {
    for manner in [Manner::Ready, Manner::Coroutine, Manner::Blocking(&DEFAULT)] {
        let acl = acl_of(&AnyResource::new(Guarded(manner))).await.unwrap();
        assert_eq!(acl, Some(Acl::from([allow(EVERYONE, "view")])));
    }
    assert!(acl_of(&AnyResource::new(Leaf)).await.unwrap().is_none());
    let error = acl_of(&AnyResource::new(Guarded(Manner::Mixed))).await.unwrap_err();
    assert!(error.to_string().ends_with("Guarded` failed when asked for its acl"), "{error}");
}

#[tokio::test]
async fn a_missing_function_is_named() {
    struct Half;
    impl Resource for Half {
        fn item<'a>(&'a self, _: &'a str) -> ItemLookup<'a> {
            Lookup::Blocking(&DEFAULT)
        }
    }
    let error = traverse(AnyResource::new(Half), path("/a")).await.unwrap_err();
    assert!(error.source().unwrap().to_string().contains("`blocking_item`, which is not there\nhelp: "), "{error:?}");
}
