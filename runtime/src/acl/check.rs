//! The question whether somebody is permitted something.

use std::borrow::Cow;
use std::sync::Arc;

use super::decision::Decision;
use super::list::Acl;
use super::principal::Principal;

/// A check that is given one ACL after the other, for those who compute them on the way: from the context to the root.
///
/// ```
/// use pyramidion::acl::{Acl, AclCheck, EVERYONE, allow, deny};
///
/// # async fn acl_of(_: &str) -> Acl { Acl::from([allow(EVERYONE, "view")]) }
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let mut check = AclCheck::new([EVERYONE], "view");
/// for place in ["page", "folder", "root"] {
///     if let Some(decision) = check.look(&acl_of(place).await, place) {
///         assert!(decision.is_allowed());
///         return;
///     }
/// }
/// let denied = check.exhausted("page");
/// # unreachable!("{denied}");
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a check does nothing until it is given an ACL"]
pub struct AclCheck {
    principals: Arc<[Principal]>,
    permission: Cow<'static, str>,
    last: Option<Acl>,
}

impl AclCheck {
    /// A check whether one of `principals` has `permission`.
    pub fn new(principals: impl Into<Arc<[Principal]>>, permission: impl Into<Cow<'static, str>>) -> Self {
        Self { principals: principals.into(), permission: permission.into(), last: None }
    }

    /// Reads the ACL of the object at `place`. Nothing if it leaves the matter to the next object.
    pub fn look<P>(&mut self, acl: &Acl, place: P) -> Option<Decision<P>> {
        let ace = acl.deciding(&self.principals, &self.permission).cloned();
        self.last = Some(acl.clone());
        ace.is_some().then(|| self.decision(ace, place))
    }

    /// The answer when all lists have been read: no. `context` is the object that was asked about.
    pub fn exhausted<P>(&self, context: P) -> Decision<P> {
        self.decision(None, context)
    }

    fn decision<P>(&self, ace: Option<crate::acl::Ace>, place: P) -> Decision<P> {
        let (permission, principals) = (self.permission.clone(), self.principals.clone());
        Decision { ace, acl: self.last.clone(), place, permission, principals }
    }
}

/// Whether one of `principals` has `permission`, by the ACLs of `context` and its parents: `acls`, in that order, each with
/// the place of its object. Objects without an ACL are left out.
///
/// The first entry decides that names one of the principals and the permission. If none does, it is denied.
///
/// ```
/// use pyramidion::acl::{Acl, EVERYONE, allow, deny, permits};
///
/// let page = Acl::from([deny("bob", "view")]);
/// let root = Acl::from([allow(EVERYONE, "view")]);
/// let lineage = [("page", &page), ("root", &root)];
///
/// assert!(permits("page", lineage, [EVERYONE], "view").is_allowed());
/// assert!(!permits("page", lineage, [EVERYONE, "bob".into()], "view").is_allowed());
/// assert!(!permits("page", lineage, [EVERYONE], "edit").is_allowed());
/// ```
pub fn permits<'a, P>(
    context: P,
    acls: impl IntoIterator<Item = (P, &'a Acl)>,
    principals: impl Into<Arc<[Principal]>>,
    permission: impl Into<Cow<'static, str>>,
) -> Decision<P> {
    let mut check = AclCheck::new(principals, permission);
    for (place, acl) in acls {
        if let Some(decision) = check.look(acl, place) {
            return decision;
        }
    }
    check.exhausted(context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acl::{AUTHENTICATED, Action, DENY_ALL, EVERYONE, NO_PERMISSION_REQUIRED, allow, deny};

    #[test]
    fn the_first_entry_decides() {
        let acl = Acl::from([deny("bob", "view"), allow(EVERYONE, "view"), deny(EVERYONE, "view")]);
        let asked = |principals: &[Principal]| permits((), [((), &acl)], principals, "view");
        assert!(asked(&[EVERYONE]).is_allowed());
        assert!(
            !asked(&[EVERYONE, "bob".into()]).is_allowed(),
            "the order is that of the entries, not of the principals"
        );
        assert!(!asked(&[AUTHENTICATED]).is_allowed(), "nobody is everyone unasked");
    }

    #[test]
    fn the_nearest_list_decides() {
        let (near, far) = (Acl::from([allow("ada", "edit")]), Acl::from([DENY_ALL]));
        let decision = permits(0, [(0, &near), (1, &far)], [EVERYONE, "ada".into()], "edit");
        assert_eq!((decision.is_allowed(), *decision.place(), decision.acl()), (true, 0, Some(&near)));
        let decision = permits(0, [(0, &near), (1, &far)], [EVERYONE], "edit");
        assert_eq!((*decision.place(), decision.ace().unwrap().action), (1, Action::Deny));
    }

    #[test]
    fn without_any_list_all_is_denied() {
        let decision = permits("page", [], [EVERYONE], NO_PERMISSION_REQUIRED);
        assert!(!decision.is_allowed());
        assert_eq!((decision.ace(), decision.acl(), *decision.place()), (None, None, "page"));
        assert!(
            decision
                .to_string()
                .contains("in ACL '<No ACL found on any object in resource lineage>' on context \"page\"")
        );
    }

    #[test]
    fn a_place_can_be_told_otherwise() {
        let decision = permits(7, [], [EVERYONE], "view").map_place(|id| format!("/pages/{id}"));
        assert_eq!(decision.place(), "/pages/7");
        assert_eq!((decision.permission(), decision.principals()), ("view", &[EVERYONE][..]));
    }
}
