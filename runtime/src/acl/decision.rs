//! The answer to a question about permission.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::ace::{Ace, Action};
use super::list::Acl;
use super::principal::Principal;
use super::python_repr::{Text, list};

/// Whether something is permitted, and why. `P` tells the object on which that was decided.
///
/// Shown, it is the sentence of Pyramid's `ACLAllowed` or `ACLDenied`; the object shows as its `Debug` does:
///
/// ```
/// use pyramidion::acl::{Acl, EVERYONE, allow, permits};
///
/// let acl = Acl::from([allow("ada", "edit")]);
/// let decision = permits("page", [("page", &acl)], [EVERYONE], "edit");
/// assert_eq!(
///     decision.to_string(),
///     "ACLDenied permission 'edit' via ACE '<default deny>' in ACL [('Allow', 'ada', 'edit')] on context \"page\" \
///      for principals ['system.Everyone']"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a decision that nobody looks at protects nothing"]
pub struct Decision<P> {
    pub(super) ace: Option<Ace>,
    pub(super) acl: Option<Acl>,
    pub(super) place: P,
    pub(super) permission: Cow<'static, str>,
    pub(super) principals: Arc<[Principal]>,
}

impl<P> Decision<P> {
    /// Whether it is permitted.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.ace.as_ref().is_some_and(|ace| ace.action == Action::Allow)
    }

    /// The entry that decided; none if no entry did, and so it is denied.
    #[must_use]
    pub fn ace(&self) -> Option<&Ace> {
        self.ace.as_ref()
    }

    /// The list with the entry that decided. If none did, the last list that was read, if there was any.
    #[must_use]
    pub fn acl(&self) -> Option<&Acl> {
        self.acl.as_ref()
    }

    /// The object whose list decided. If none did, the object that was asked about.
    #[must_use]
    pub fn place(&self) -> &P {
        &self.place
    }

    /// The permission that was asked for.
    #[must_use]
    pub fn permission(&self) -> &str {
        &self.permission
    }

    /// For whom it was asked.
    #[must_use]
    pub fn principals(&self) -> &[Principal] {
        &self.principals
    }

    /// The same decision with the place told otherwise: as a path, say.
    pub fn map_place<Q>(self, tell: impl FnOnce(P) -> Q) -> Decision<Q> {
        let Self { ace, acl, place, permission, principals } = self;
        Decision { ace, acl, place: tell(place), permission, principals }
    }
}

impl<P: fmt::Debug> fmt::Display for Decision<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_allowed() { "ACLAllowed" } else { "ACLDenied" };
        write!(f, "{kind} permission {} via ACE ", Text(&self.permission))?;
        match &self.ace {
            Some(ace) => write!(f, "{ace}")?,
            None => f.write_str("'<default deny>'")?,
        }
        match &self.acl {
            Some(acl) => write!(f, " in ACL {acl}")?,
            None => f.write_str(" in ACL '<No ACL found on any object in resource lineage>'")?,
        }
        write!(f, " on context {:?} for principals ", self.place)?;
        list(f, self.principals.iter().map(|principal| Text(principal.as_str())))
    }
}
