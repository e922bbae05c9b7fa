//! What Pyramid does with random trees, from `tests/vectors/traversal.py`.

use serde_json::Value;

use super::{Leaf, MANNERS, Manner, Node};
use crate::request::Matchdict;
use crate::traversal::{
    AnyResource, Location, TraversalError, TraversalPath, Traversed, VirtualRoot, find_resource, resource_path,
    resource_path_tuple, resource_url_path, traverse,
};

const VECTORS: &str = include_str!("../../../../tests/vectors/traversal.json");

fn vectors(key: &str) -> Vec<Value> {
    let vectors = VECTORS.lines().map(|line| serde_json::from_str(line).unwrap());
    vectors.filter(|vector: &Value| vector.get(key).is_some()).collect()
}

fn tree(value: &Value, manner: Manner) -> AnyResource {
    match value.as_object() {
        Some(items) => Node::of(manner, items.iter().map(|(name, item)| (name.as_str(), tree(item, manner)))),
        None => AnyResource::new(Leaf),
    }
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn virtual_root(vector: &Value) -> VirtualRoot {
    vector["vroot"]
        .as_str()
        .map_or_else(VirtualRoot::default, |path| VirtualRoot::from_header(path.as_bytes()).unwrap())
}

fn path(vector: &Value) -> Option<TraversalPath> {
    let path = match vector["matchdict"].as_object() {
        Some(entries) => {
            let entries = entries.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap()));
            TraversalPath::from_matchdict(&entries.collect::<Matchdict>())
        }
        None => TraversalPath::from_url_path(vector["path"].as_str().unwrap()).ok()?,
    };
    Some(path.under(&virtual_root(vector)))
}

fn compare(found: &Traversed, vector: &Value, manner: Manner) {
    let expected = &vector["found"];
    let at = |message: &str| format!("{message} with {manner:?} in {vector}");
    let names: Vec<_> = found.lineage.names().collect();
    assert_eq!(names, texts(&expected["context"]), "{}", at("context"));
    assert_eq!(found.view_name, expected["view_name"].as_str().unwrap(), "{}", at("view_name"));
    assert_eq!(found.subpath, texts(&expected["subpath"]), "{}", at("subpath"));
    assert_eq!(found.virtual_root_path, texts(&expected["virtual_root_path"]), "{}", at("virtual_root_path"));
    let above = found.lineage.at(texts(&expected["virtual_root"]).len()).unwrap();
    assert!(found.virtual_root.is_same(above.context()), "{}", at("virtual_root"));
    assert_eq!(found.traversed, names, "{}", at("traversed"));
    if !expected["traversed"].is_null() {
        assert_eq!(found.traversed, texts(&expected["traversed"]), "{}", at("traversed"));
    }
}

#[tokio::test]
async fn walks_end_where_pyramids_do() {
    let vectors: Vec<_> = vectors("tree").into_iter().filter(|vector| vector.get("find").is_none()).collect();
    assert!(vectors.len() >= 500);
    for vector in &vectors {
        let Some(path) = path(vector) else {
            assert!(vector["found"].is_null(), "{vector}");
            continue;
        };
        for manner in MANNERS {
            let found = traverse(tree(&vector["tree"], manner), path.clone()).await.unwrap();
            compare(&found, vector, manner);
        }
    }
}

fn down(root: AnyResource, names: &[String]) -> Location {
    names.iter().fold(root.into_root(), |location, name| {
        let child = location.resource().downcast::<Node>().unwrap().items[name].clone();
        location.child(name, child)
    })
}

#[test]
fn resources_have_pyramids_paths() {
    let vectors = vectors("names");
    assert!(vectors.len() >= 100);
    for vector in vectors {
        let location = texts(&vector["names"])
            .iter()
            .fold(AnyResource::new(Leaf).into_root(), |location, name| location.child(name, Leaf));
        let elements = texts(&vector["elements"]);
        assert_eq!(resource_path(&location, &elements), vector["resource_path"].as_str().unwrap(), "{vector}");
        assert_eq!(resource_path_tuple(&location, &elements), texts(&vector["tuple"]), "{vector}");
        let url_path = resource_url_path(&location, &virtual_root(&vector), &elements);
        assert_eq!(url_path, vector["url_path"].as_str().unwrap(), "{vector}");
    }
}

#[tokio::test]
async fn resources_are_found_where_pyramid_finds_them() {
    let vectors = vectors("find");
    assert!(vectors.len() >= 100);
    for vector in vectors {
        let from = down(tree(&vector["tree"], Manner::Coroutine), &texts(&vector["from"]));
        let found = match vector["find"].as_str() {
            Some(path) => find_resource(from, path).await,
            None => find_resource(from, texts(&vector["find"])).await,
        };
        match found {
            Ok(location) => {
                let names: Vec<_> = location.lineage().names().collect();
                assert!(!vector["found"].is_null() && names == texts(&vector["found"]), "{names:?} in {vector}");
            }
            Err(TraversalError::NotFound(_)) => assert!(vector["found"].is_null(), "{vector}"),
            Err(error) => panic!("{error} in {vector}"),
        }
    }
}
