//! What holds for every path.

use proptest::prelude::*;

use super::{Manner, Node};
use crate::request::Matchdict;
use crate::traversal::{
    AnyResource, TraversalPath, VirtualRoot, find_resource, resource_path, resource_url_path, split_path_info, traverse,
};

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn tree() -> AnyResource {
    let inner = || Node::chain(Manner::Ready, "b/c");
    Node::of(Manner::Coroutine, [("a", inner()), ("@@a", inner()), ("..", inner()), ("%", inner()), ("é", inner())])
}

/// Paths of what a tree holds, and of what means something in paths.
fn paths() -> impl Strategy<Value = String> {
    let segment = prop_oneof!["a|b|c|@@a|\\.\\.|\\.|%25|%|é|%C3%A9|%2F|%FF|", "\\PC{0,4}"];
    prop_oneof!["\\PC*", proptest::collection::vec(segment, 0..8).prop_map(|segments| segments.join("/"))]
}

proptest! {
    #[test]
    fn what_is_split_is_clean(path in paths()) {
        let segments = split_path_info(&path);
        prop_assert!(segments.iter().all(|segment| !matches!(*segment, "" | "." | "..") && !segment.contains('/')));
        let joined = segments.join("/");
        prop_assert_eq!(split_path_info(&joined), segments);
    }

    #[test]
    fn a_walk_uses_each_segment_once(path in paths(), above in paths()) {
        let virtual_root = VirtualRoot::from_path(&above);
        if let Ok(path) = TraversalPath::from_url_path(&path) {
            let path = path.under(&virtual_root);
            let found = block_on(traverse(tree(), path.clone())).unwrap();
            let mut walked = found.traversed.clone();
            prop_assert_eq!(found.lineage.depth(), walked.len());
            if walked.len() < path.segments().len() {
                let at_view = &path.segments()[walked.len()];
                prop_assert_eq!(at_view.strip_prefix("@@").unwrap_or(at_view), &found.view_name);
                walked.push(at_view.clone());
                walked.extend(found.subpath);
            }
            prop_assert_eq!(walked, path.segments());
        }
    }

    #[test]
    fn a_matchdict_never_panics(traverse in paths(), subpath in paths()) {
        let matchdict: Matchdict = [("traverse", traverse), ("subpath", subpath)].into_iter().collect();
        let path = TraversalPath::from_matchdict(&matchdict);
        block_on(super::super::traverse(tree(), path)).unwrap();
    }

    #[test]
    fn every_name_comes_back(names in proptest::collection::vec("\\PC{0,5}", 0..5)) {
        prop_assume!(names.iter().all(|name| !name.is_empty() && !name.starts_with("@@") && name != "." && name != ".."));
        prop_assume!(names.iter().all(|name| !name.contains('/')));
        let tree = match names.is_empty() {
            true => AnyResource::new(super::Leaf),
            false => Node::chain(Manner::Ready, &names.join("/")),
        };
        let location = block_on(find_resource(&tree, &names)).unwrap();
        let path = resource_path(&location, [""; 0]);
        prop_assert!(path.is_ascii());
        let again = block_on(find_resource(&tree, path.as_str())).unwrap();
        prop_assert!(again.resource().is_same(location.resource()));
        let of_url = TraversalPath::from_url_path(&resource_url_path(&location, &VirtualRoot::default(), [""; 0])).unwrap();
        prop_assert_eq!(of_url.segments(), names);
    }
}
