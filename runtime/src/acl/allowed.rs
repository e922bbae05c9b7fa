//! The question turned round: who has a permission?

use std::collections::BTreeSet;

use super::ace::Action;
use super::list::Acl;
use super::principal::{EVERYONE, Principal};

/// The principals that are allowed `permission`, by the ACLs of a context and its parents, in that order.
///
/// Read from the root down: what a list allows is added, what it denies taken away, and when it denies [`EVERYONE`] nothing
/// is left of what its parents allowed, and the rest of that list is not read. Within a list, the earlier entry about a
/// principal counts. Source: Pyramid's `ACLHelper.principals_allowed_by_permission`.
///
/// ```
/// use pyramidion::acl::{Acl, DENY_ALL, EVERYONE, allow, principals_allowed_by_permission};
///
/// let root = Acl::from([allow(EVERYONE, "view")]);
/// let vault = Acl::from([allow("ada", "view"), DENY_ALL]);
/// let allowed = principals_allowed_by_permission([&vault, &root], "view");
/// assert_eq!(allowed.into_iter().collect::<Vec<_>>(), ["ada"]);
/// ```
#[must_use]
pub fn principals_allowed_by_permission<'a>(
    acls: impl IntoIterator<Item = &'a Acl, IntoIter: DoubleEndedIterator>,
    permission: &str,
) -> BTreeSet<Principal> {
    let mut allowed = BTreeSet::new();
    for acl in acls.into_iter().rev() {
        read(acl, permission, &mut allowed);
    }
    allowed
}

/// Changes `allowed` by what one list says.
fn read(acl: &Acl, permission: &str, allowed: &mut BTreeSet<Principal>) {
    let (mut allowed_here, mut denied_here) = (BTreeSet::new(), BTreeSet::new());
    for ace in acl.iter().filter(|ace| ace.permissions.contains(permission)) {
        match ace.action {
            Action::Allow if denied_here.contains(&ace.principal) => {}
            Action::Allow => {
                allowed_here.insert(ace.principal.clone());
            }
            Action::Deny if ace.principal == EVERYONE => {
                allowed.clear();
                break;
            }
            Action::Deny => {
                allowed.remove(&ace.principal);
                denied_here.insert(&ace.principal);
            }
        }
    }
    allowed.append(&mut allowed_here);
}
