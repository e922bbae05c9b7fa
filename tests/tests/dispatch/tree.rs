//! The tree that the tests walk: folders of folders and notes, whose names say how they answer.

use pyramidion::prelude::*;

/// `docs` is a folder like it, `note` a note, `wait` a folder that is awaited, `block` one that blocks, `broken` fails.
pub(crate) struct Folder {
    pub(crate) depth: usize,
}

#[resource]
pub(crate) struct Note;

/// Answers by coroutines.
pub(crate) struct Waiting;

/// Answers by plain functions.
pub(crate) struct Blocking;

#[resource(mapper = inline)]
impl Folder {
    fn item(&self, name: &str) -> Result<Option<AnyResource>, String> {
        Ok(Some(match name {
            "docs" => AnyResource::new(Folder { depth: self.depth + 1 }),
            "note" => AnyResource::new(Note),
            "wait" => AnyResource::new(Waiting),
            "block" => AnyResource::new(Blocking),
            "broken" => return Err("the disk is gone".to_owned()),
            "panic" => panic!("tree on purpose"),
            _ => return Ok(None),
        }))
    }
}

#[resource]
impl Waiting {
    async fn item(&self, name: &str) -> Option<AnyResource> {
        tokio::task::yield_now().await;
        match name {
            "wait" => Some(AnyResource::new(Waiting)),
            "block" => Some(AnyResource::new(Blocking)),
            "note" => Some(AnyResource::new(Note)),
            _ => None,
        }
    }
}

#[resource]
impl Blocking {
    fn item(&self, name: &str) -> Option<AnyResource> {
        match name {
            "wait" => Some(AnyResource::new(Waiting)),
            "block" => Some(AnyResource::new(Blocking)),
            "note" => Some(AnyResource::new(Note)),
            _ => None,
        }
    }
}

#[root_factory(mapper = inline)]
pub(crate) fn root() -> Folder {
    Folder { depth: 0 }
}

/// What traversal has found, as a text.
pub(crate) fn found(request: &Request) -> String {
    let Some(found) = request.traversed() else { return "nothing".to_owned() };
    let context = found.context.as_resource().type_name().rsplit("::").next().unwrap_or_default();
    format!("{context} {:?} {} {}", found.view_name, found.traversed.join(","), found.subpath.join(","))
}
