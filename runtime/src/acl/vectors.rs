//! What Pyramid itself answers about ACLs: `tests/vectors/acl.json`, written by `security.py` beside it.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Vector {
    /// From the context to the root; null for an object without an ACL.
    lineage: Vec<Option<Vec<Entry>>>,
    principals: Vec<String>,
    permission: String,
    allowed: bool,
    place: String,
    message: String,
    principals_allowed: BTreeSet<String>,
}

type Entry = (String, String, Given);

#[derive(Deserialize)]
#[serde(untagged)]
enum Given {
    One(String),
    Several(Vec<String>),
    All { all: bool },
}

fn ace((action, principal, permissions): Entry) -> Ace {
    let permissions = match permissions {
        Given::One(one) => Permissions::from(one),
        Given::Several(several) => Permissions::from(several),
        Given::All { all } => {
            assert!(all);
            ALL_PERMISSIONS
        }
    };
    match action.as_str() {
        "Allow" => allow(principal, permissions),
        "Deny" => deny(principal, permissions),
        other => panic!("no action: {other}"),
    }
}

/// The ACLs that there are, each with the name of its object.
fn acls(lineage: Vec<Option<Vec<Entry>>>) -> Vec<(String, Acl)> {
    let named = lineage.into_iter().enumerate().map(|(depth, acl)| Some((format!("at {depth}"), acl?)));
    named.flatten().map(|(name, acl)| (name, acl.into_iter().map(ace).collect())).collect()
}

#[test]
fn decisions_are_those_of_pyramid() {
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("../../../tests/vectors/acl.json")).unwrap();
    assert!(vectors.len() >= 400);
    for vector in vectors {
        let acls = acls(vector.lineage);
        let principals: Vec<_> = vector.principals.into_iter().map(Principal::from).collect();
        let lineage = acls.iter().map(|(name, acl)| (name.clone(), acl));
        let decision = permits("at 0".to_owned(), lineage, principals, vector.permission.clone());
        assert_eq!(decision.to_string(), vector.message);
        assert_eq!((decision.is_allowed(), decision.place()), (vector.allowed, &vector.place), "{}", vector.message);

        let allowed = principals_allowed_by_permission(acls.iter().map(|(_, acl)| acl), &vector.permission);
        let allowed: BTreeSet<_> = allowed.iter().map(ToString::to_string).collect();
        assert_eq!(allowed, vector.principals_allowed, "{}", vector.message);
    }
}
