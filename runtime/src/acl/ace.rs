//! One entry of an ACL.

use std::fmt;

use super::permissions::{ALL_PERMISSIONS, Permissions};
use super::principal::{EVERYONE, Principal};
use super::python_repr::Text;

/// Denies everybody everything: the end of an ACL that shall inherit nothing.
pub const DENY_ALL: Ace = Ace::new(Action::Deny, EVERYONE, ALL_PERMISSIONS);

/// What an [`Ace`] does. Pyramid takes any value that is not `Allow` for a denial; here there is no third one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Allows.
    Allow,
    /// Denies.
    Deny,
}

/// An access control entry: allows or denies a principal some permissions. [`allow`] and [`deny`] make them.
///
/// ```
/// use std::borrow::Cow;
/// use pyramidion::acl::{AUTHENTICATED, Ace, Action, Permissions, allow};
///
/// const MEMBERS: Ace = Ace::new(Action::Allow, AUTHENTICATED, Permissions::One(Cow::Borrowed("view")));
/// assert_eq!(MEMBERS, allow(AUTHENTICATED, "view"));
/// assert_eq!(MEMBERS.to_string(), "('Allow', 'system.Authenticated', 'view')");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ace {
    /// Whether it allows or denies.
    pub action: Action,
    /// Whom.
    pub principal: Principal,
    /// What.
    pub permissions: Permissions,
}

impl Ace {
    /// An entry, also for constants.
    #[must_use]
    pub const fn new(action: Action, principal: Principal, permissions: Permissions) -> Self {
        Self { action, principal, permissions }
    }

    /// Whether this entry speaks about one of these principals and this permission.
    pub(super) fn applies(&self, principals: &[Principal], permission: &str) -> bool {
        principals.contains(&self.principal) && self.permissions.contains(permission)
    }
}

/// An entry that allows `principal` the permissions.
///
/// ```
/// use pyramidion::acl::{ALL_PERMISSIONS, Acl, EVERYONE, allow};
///
/// let acl = Acl::from([
///     allow(EVERYONE, "view"),
///     allow("group:editors", ["edit", "publish"]),
///     allow("group:admins", ALL_PERMISSIONS),
/// ]);
/// assert_eq!(acl.len(), 3);
/// ```
#[must_use]
pub fn allow(principal: impl Into<Principal>, permissions: impl Into<Permissions>) -> Ace {
    Ace::new(Action::Allow, principal.into(), permissions.into())
}

/// An entry that denies `principal` the permissions.
///
/// ```
/// use pyramidion::acl::{ALL_PERMISSIONS, DENY_ALL, EVERYONE, deny};
///
/// assert_eq!(deny(EVERYONE, ALL_PERMISSIONS), DENY_ALL);
/// ```
#[must_use]
pub fn deny(principal: impl Into<Principal>, permissions: impl Into<Permissions>) -> Ace {
    Ace::new(Action::Deny, principal.into(), permissions.into())
}

/// As Pyramid shows it in its messages.
impl fmt::Display for Ace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "('{:?}', {}, {})", self.action, Text(self.principal.as_str()), self.permissions)
    }
}
