//! The tree: resources in memory, so nothing of it blocks.

use std::collections::HashMap;
use std::sync::LazyLock;

use pyramidion::acl::{ALL_PERMISSIONS, AUTHENTICATED, Ace, DENY_ALL, EVERYONE, allow, deny};
use pyramidion::prelude::*;

type Items = HashMap<&'static str, AnyResource>;

macro_rules! nodes {
    ($($name:ident)*) => {$(
        /// A resource with items.
        pub(crate) struct $name(Items);
    )*};
}

nodes!(Root Folder Vault);

/// A leaf.
#[resource]
pub(crate) struct Page;

#[resource(mapper = inline)]
impl Root {
    fn item(&self, name: &str) -> Option<&AnyResource> {
        self.0.get(name)
    }

    fn acl(&self) -> [Ace; 3] {
        [allow(EVERYONE, "view"), allow("group:editors", ["edit", "publish"]), deny("carol", ALL_PERMISSIONS)]
    }
}

#[resource(mapper = inline)]
impl Folder {
    fn item(&self, name: &str) -> Option<&AnyResource> {
        self.0.get(name)
    }
}

/// Its list is computed, as one that is kept in a database would be.
#[resource(mapper = inline)]
impl Vault {
    fn item(&self, name: &str) -> Option<&AnyResource> {
        self.0.get(name)
    }

    async fn acl(&self) -> [Ace; 4] {
        [allow("alice", "view"), deny(EVERYONE, "view"), allow(AUTHENTICATED, "edit"), DENY_ALL]
    }
}

static ROOT: LazyLock<AnyResource> = LazyLock::new(|| {
    let deep = Folder(Items::from([("leaf", Page.into()), ("a b", Folder(Items::new()).into())]));
    let docs = Folder(Items::from([("intro", Page.into()), ("deep", deep.into())]));
    let vault = Vault(Items::from([("secret", Page.into())]));
    Root(Items::from([
        ("docs", docs.into()),
        ("about", Page.into()),
        ("vault", vault.into()),
        ("ünïcode", Folder(Items::new()).into()),
    ]))
    .into()
});

#[root_factory(mapper = inline)]
pub(crate) fn root() -> AnyResource {
    ROOT.clone()
}
