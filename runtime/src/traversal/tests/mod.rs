#![allow(clippy::unwrap_used)]

mod locations;
mod properties;
mod vectors;
mod walks;

use std::collections::BTreeMap;

use super::{AnyResource, ItemLookup, Lookup, Resource, ResourceError};
use crate::executor::{DEFAULT, ExecutorKey, ThreadKind};

/// How the nodes of a tree answer.
#[derive(Clone, Copy, Debug)]
enum Manner {
    Ready,
    Coroutine,
    Blocking(&'static ExecutorKey),
    /// Each of the three, by the name that is looked up.
    Mixed,
}

const MANNERS: [Manner; 4] = [Manner::Ready, Manner::Coroutine, Manner::Blocking(&DEFAULT), Manner::Mixed];

impl Manner {
    fn of(self, name: &str) -> Manner {
        match self {
            Manner::Mixed => MANNERS[name.len() % 3],
            manner => manner,
        }
    }
}

/// A tree in memory.
#[derive(Clone)]
struct Node {
    manner: Manner,
    items: BTreeMap<String, AnyResource>,
}

struct Leaf;

impl Resource for Leaf {}

impl Node {
    fn of<'a>(manner: Manner, items: impl IntoIterator<Item = (&'a str, AnyResource)>) -> AnyResource {
        let items = items.into_iter().map(|(name, item)| (name.to_owned(), item)).collect();
        AnyResource::new(Node { manner, items })
    }

    /// Nodes one in another, and a leaf: `a/b/c`.
    fn chain(manner: Manner, path: &str) -> AnyResource {
        path.split('/').rev().fold(AnyResource::new(Leaf), |below, name| Node::of(manner, [(name, below)]))
    }

    fn get(&self, name: &str) -> Result<Option<AnyResource>, ResourceError> {
        match name {
            "fails" => Err("the disk is gone".into()),
            "panics" => panic!("out of cheese"),
            name => Ok(self.items.get(name).cloned()),
        }
    }
}

impl Resource for Node {
    fn item<'a>(&'a self, name: &'a str) -> ItemLookup<'a> {
        match self.manner.of(name) {
            Manner::Coroutine => Lookup::Coroutine(Box::pin(async {
                tokio::task::yield_now().await;
                self.get(name)
            })),
            Manner::Blocking(key) => Lookup::Blocking(key),
            Manner::Ready | Manner::Mixed => Lookup::Ready(self.get(name)),
        }
    }

    fn blocking_item(&self, name: &str) -> Result<Option<AnyResource>, ResourceError> {
        assert_eq!(ThreadKind::current(), ThreadKind::Executor);
        self.get(name)
    }
}
