//! Resources and root factories of every shape.

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::Arc;

use pyramidion::acl::{Ace, Acl, EVERYONE, allow};
use pyramidion::executor::{ExecutorConfig, ThreadKind};
use pyramidion::prelude::*;
use pyramidion::testing::TestRequest;
use pyramidion::traversal::{Lookup, RootFactory, TraversalPath, acl_of, find_resource, traverse};

static DISK: ExecutorKey = ExecutorKey::new("resources");

/// A coroutine; children of several types.
struct Site {
    pages: HashMap<String, Arc<Page>>,
}

#[resource]
impl Site {
    async fn item(&self, name: &str) -> Option<AnyResource> {
        tokio::task::yield_now().await;
        match name {
            "disk" => Some(Disk { depth: 0 }.into()),
            "memory" => Some(Memory(HashMap::from([("leaf".to_owned(), Leaf::Green.into())])).into()),
            "shelf" => Some(Shelf { items: vec!["a", "b"] }.into()),
            _ => self.pages.get(name).map(AnyResource::from),
        }
    }

    async fn acl(&self) -> Result<Option<Acl>, std::io::Error> {
        Ok(Some(Acl::from([allow(EVERYONE, "view")])))
    }

    /// A helper, although its name is near.
    fn items(&self) -> usize {
        self.pages.len()
    }
}

#[resource]
#[derive(Debug, PartialEq)]
struct Page {
    title: &'static str,
}

#[resource]
pub(crate) enum Leaf {
    Green,
}

/// Plain functions, in an executor of their own, and an error.
struct Disk {
    depth: usize,
}

#[resource(executor = DISK)]
impl Disk {
    /// There is always one more.
    #[allow(clippy::unnecessary_wraps)]
    fn item<'a>(&'a self, name: &'a str) -> Result<Option<Arc<Disk>>, HttpNotFound> {
        assert_eq!(ThreadKind::current(), ThreadKind::Executor);
        assert_eq!(synchronize(async { 7 }), 7);
        match name {
            "gone" => Err(HttpNotFound::new().detail("the disk is gone")),
            _ => Ok(Some(Arc::new(Disk { depth: self.depth + 1 }))),
        }
    }

    fn acl(&self) -> Option<Vec<Ace>> {
        assert_eq!(ThreadKind::current(), ThreadKind::Executor);
        (self.depth > 1).then(Vec::new)
    }
}

struct Memory(HashMap<String, AnyResource>);

#[resource(mapper = inline)]
impl Memory {
    const ACL: [Ace; 0] = [];

    #[cfg(not(pyramidion_loom))]
    fn item(&self, name: &str) -> Option<&AnyResource> {
        self.0.get(name)
    }

    #[cfg(pyramidion_loom)]
    fn item(&self) {}
}

/// Generic, with what else can stand in a block.
struct Shelf<T> {
    items: Vec<T>,
}

#[resource(mapper = inline)]
impl<T> Shelf<T>
where
    T: Clone + Debug + Send + Sync + 'static,
{
    pub(crate) const SIZE: usize = {
        const HALF: usize = 5;
        2 * HALF
    };

    #[allow(clippy::needless_arbitrary_self_type)]
    fn item(self: &Self, name: &str) -> Option<Book<T>> {
        let place: usize = name.parse().ok()?;
        self.items.get(place % Self::SIZE).cloned().map(Book)
    }
}

#[resource]
struct Book<T>(T)
where
    T: Debug + Send + Sync + 'static;

mod by_path {
    pub(crate) struct Folder;

    #[pyramidion::resource]
    impl Folder {
        async fn item(&self, name: &::std::primitive::str) -> ::core::option::Option<Self> {
            (name == "folder").then_some(Self)
        }
    }

    #[pyramidion::root_factory]
    pub(crate) async fn item(request: &pyramidion::Request) -> ::core::result::Result<Folder, ::std::io::Error> {
        let _ = request;
        Ok(Folder)
    }
}

/// In a macro, whose types come in invisible delimiters.
macro_rules! resource_of {
    ($name:ident, $child:ty) => {
        struct $name;

        #[resource]
        impl $name {
            fn item(&self, name: &str) -> Option<$child> {
                (name == "child").then(|| <$child>::default())
            }
        }
    };
}

#[resource]
#[derive(Default)]
struct Child;

resource_of!(Parent, Child);

#[root_factory]
async fn site() -> Site {
    Site { pages: HashMap::from([("about".to_owned(), Arc::new(Page { title: "About" }))]) }
}

#[root_factory]
fn blocking(request: &Request) -> Result<AnyResource, HttpNotFound> {
    match &*request.path() {
        "/" => Ok(Child.into()),
        _ => Err(HttpNotFound::new()),
    }
}

#[root_factory(executor = DISK)]
fn in_an_executor() -> Arc<Child> {
    Arc::default()
}

#[root_factory(mapper = inline)]
fn inline(_: &Request) -> Child {
    Child
}

async fn root() -> AnyResource {
    DISK.configure(ExecutorConfig::default().running_permits(2)).unwrap();
    site().await.into()
}

#[tokio::test]
async fn the_functions_stay_what_they_are() {
    let site = site().await;
    assert_eq!(site.items(), 1);
    let about = site.item("about").await.unwrap();
    assert_eq!(*about.downcast::<Page>().unwrap(), Page { title: "About" });
    assert_eq!(Shelf { items: vec![7] }.item("0").unwrap().0, 7);
    assert!(Memory::ACL.is_empty());
}

#[tokio::test]
async fn each_is_found_in_its_own_way() {
    let root = root().await;
    assert!(find_resource(&root, "/about").await.unwrap().resource().is::<Page>());
    assert!(find_resource(&root, "/memory/leaf").await.unwrap().resource().is::<Leaf>());
    assert!(find_resource(&root, "/shelf/1").await.unwrap().resource().is::<Book<&str>>());
    assert_eq!(find_resource(&root, "/disk/a/b").await.unwrap().resource().downcast::<Disk>().unwrap().depth, 2);
    assert!(find_resource(AnyResource::new(Parent), "/child").await.is_ok());
    assert!(find_resource(AnyResource::new(by_path::Folder), "/folder/folder").await.is_ok());
}

#[tokio::test]
async fn what_is_not_found_ends_the_walk_and_an_error_fails_it() {
    let path = |path| TraversalPath::from_url_path(path).unwrap();
    let found = traverse(root().await, path("/memory/edit/x")).await.unwrap();
    assert!(found.context.is::<Memory>());
    assert_eq!((found.view_name.as_str(), found.subpath), ("edit", vec!["x".to_owned()]));
    let error = traverse(root().await, path("/disk/a/gone")).await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap();
    assert!(cause.downcast_ref::<HttpNotFound>().is_some(), "{error}");
}

#[tokio::test]
async fn every_list_is_told() {
    let root = root().await;
    let acl = |path: &'static str| {
        let root = root.clone();
        async move { acl_of(find_resource(root, path).await.unwrap().resource()).await.unwrap() }
    };
    assert_eq!(acl("/").await, Some(Acl::from([allow(EVERYONE, "view")])));
    assert_eq!(acl("/memory").await, Some(Acl::default()));
    assert_eq!(acl("/disk/a").await, None);
    assert_eq!(acl("/disk/a/b").await, Some(Acl::default()));
    assert_eq!(acl("/about").await, None);
}

#[tokio::test]
async fn root_factories_answer_as_they_are_written() {
    let request = TestRequest::get("/").build();
    let Lookup::Coroutine(root) = (site {}).root(&request) else { panic!("a coroutine") };
    assert!(root.await.unwrap().is::<Site>());
    let Lookup::Coroutine(root) = (by_path::item {}).root(&request) else { panic!("a coroutine") };
    assert!(root.await.unwrap().is::<by_path::Folder>());
    let Lookup::Ready(Ok(root)) = (inline {}).root(&request) else { panic!("at once") };
    assert!(root.is::<Child>());
    let Lookup::Blocking(key) = (in_an_executor {}).root(&request) else { panic!("blocking") };
    assert!(std::ptr::eq(key, &raw const DISK) && (in_an_executor {}).blocking_root(&request).unwrap().is::<Child>());
    let Lookup::Blocking(key) = (blocking {}).root(&request) else { panic!("blocking") };
    assert_eq!(key.name(), "default");
    assert!((blocking {}).blocking_root(&request).unwrap().is::<Child>());
    assert!((blocking {}).blocking_root(&TestRequest::get("/x").build()).is_err());
}
