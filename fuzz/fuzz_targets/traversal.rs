//! Any path, any virtual root: the walk uses each segment once, and no virtual root is left.

#![no_main]

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use libfuzzer_sys::fuzz_target;
use pyramidion::traversal::{
    AnyResource, ItemLookup, Lookup, Resource, TraversalPath, VirtualRoot, find_resource, resource_path, split_path_info,
    traverse,
};

/// Finds what begins with a small letter.
struct Folder;

impl Resource for Folder {
    fn item<'a>(&'a self, name: &'a str) -> ItemLookup<'a> {
        let is_there = name.starts_with(|letter: char| letter.is_lowercase());
        Lookup::Ready(Ok(is_there.then(|| Folder.into())))
    }
}

/// The value of a future that does not wait.
fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("all folders are in memory"),
    }
}

fuzz_target!(|input: (&str, &[u8])| {
    let (path, header) = input;
    let virtual_root = VirtualRoot::from_header(header).unwrap_or_default();
    assert!(split_path_info(path).iter().all(|segment| !matches!(*segment, "" | "." | "..")));
    let Ok(path) = TraversalPath::from_url_path(path) else { return };
    let path = path.under(&virtual_root);
    assert!(path.segments().starts_with(virtual_root.segments()));

    let root = AnyResource::new(Folder);
    let found = ready(traverse(&root, path.clone())).expect("folders do not fail");
    let view = path.segments().len() - found.traversed.len();
    assert!(path.segments().starts_with(&found.traversed));
    assert_eq!(view.saturating_sub(1), found.subpath.len());

    let again = resource_path(&found.location(), [""; 0]);
    let again = ready(find_resource(&root, again)).expect("it has just been there");
    assert_eq!(again.lineage().depth(), found.traversed.len());
});
