//! Where resources are.

use super::{Leaf, Manner, Node};
use crate::traversal::{
    AnyResource, Location, TraversalError, find_resource, find_root, is_inside, resource_path, resource_url_path,
};

async fn at(path: &str) -> Location {
    find_resource(Node::chain(Manner::Coroutine, "docs/a b/leaf"), path).await.unwrap()
}

#[tokio::test]
async fn a_lineage_leads_to_the_root() {
    let leaf = at("/docs/a%20b/leaf").await;
    assert_eq!(leaf.lineage().iter().map(|(name, _)| name).collect::<Vec<_>>(), ["leaf", "a b", "docs", ""]);
    assert_eq!(leaf.lineage().names().collect::<Vec<_>>(), ["docs", "a b", "leaf"]);
    assert_eq!(leaf.name(), "leaf");
    let parent = leaf.parent().unwrap();
    assert_eq!((parent.name(), parent.lineage().depth()), ("a b", 2));
    assert!(parent.parent().unwrap().parent().unwrap().parent().is_none());
    assert!(leaf.lineage().find::<Leaf>().is_some());
    assert!(parent.lineage().find::<Leaf>().is_none());
    assert!(leaf.lineage().find::<Node>().unwrap().items.contains_key("leaf"), "the nearest one");
}

#[tokio::test]
async fn a_resource_is_inside_of_those_above() {
    let leaf = at("/docs/a%20b/leaf").await;
    let parent = leaf.parent().unwrap();
    assert!(is_inside(&leaf, leaf.resource()));
    assert!(is_inside(&leaf, parent.resource()));
    assert!(!is_inside(&parent, leaf.resource()));
    assert!(find_root(&leaf).resource().is_same(leaf.lineage().root()));
    assert!(!is_inside(&leaf, at("/docs").await.resource()), "of another tree");
}

#[tokio::test]
async fn paths_are_found_again() {
    let leaf = at("/docs/a%20b/leaf").await;
    let again = find_resource(&leaf, resource_path(&leaf, [""; 0])).await.unwrap();
    assert!(again.resource().is_same(leaf.resource()));
    let docs = at("/docs").await;
    assert_eq!(find_resource(&docs, "a%20b/leaf").await.unwrap().lineage().depth(), 3);
    assert_eq!(find_resource(&docs, "").await.unwrap().name(), "docs");
    assert_eq!(find_resource(&leaf, ["", "docs"]).await.unwrap().name(), "docs");
    assert_eq!(resource_url_path(&docs, &Default::default(), ["x/y", "z"]), "/docs/x%2Fy/z");
}

#[tokio::test]
async fn what_is_not_there_is_named() {
    let docs = at("/docs").await;
    let error = find_resource(&docs, "a%20b/lost/x").await.unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with("there is no resource at `/docs/a%20b/lost/x`: the `"), "{text}");
    assert!(text.contains("Node` on the way there has no child `lost`\nhelp: "), "{text}");
    assert!(matches!(find_resource(&docs, "%FF").await.unwrap_err(), TraversalError::Path(_)));
}

#[test]
fn a_type_is_told_from_others() {
    let any = AnyResource::new(Leaf);
    assert!(any.is::<Leaf>() && !any.is::<Node>());
    assert!(any.downcast_ref::<Leaf>().is_some() && any.downcast::<Node>().is_none());
    assert!(!any.is_same(&AnyResource::new(Leaf)));
    assert!(format!("{any:?}").ends_with("Leaf)"));
    assert_eq!(format!("{:?}", any.into_root().child("a b", Leaf)).rsplit(" at ").next(), Some("\"/a%20b\")"));
}
