//! Principals.

use std::borrow::{Borrow, Cow};
use std::fmt;

/// Everybody, known or not.
pub const EVERYONE: Principal = Principal::from_static("system.Everyone");

/// Everybody who is known.
pub const AUTHENTICATED: Principal = Principal::from_static("system.Authenticated");

/// Whom an ACL can name: a user, a group, or [`EVERYONE`] and [`AUTHENTICATED`].
///
/// By custom a group has a prefix, so that no user can take its name: `group:editors`. Pyramid lets any value be a
/// principal; here it is a text, and the number 7 is the principal `7`.
///
/// ```
/// use pyramidion::acl::{EVERYONE, Principal};
///
/// const EDITORS: Principal = Principal::from_static("group:editors");
/// assert_eq!(EDITORS, Principal::from(format!("group:{}", "editors")));
/// assert_eq!(EVERYONE.as_str(), "system.Everyone");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Principal(Cow<'static, str>);

impl Principal {
    /// A principal for a constant.
    #[must_use]
    pub const fn from_static(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is [`EVERYONE`] or [`AUTHENTICATED`], which no user may be called.
    #[must_use]
    pub fn is_system(&self) -> bool {
        *self == EVERYONE || *self == AUTHENTICATED
    }
}

impl From<&'static str> for Principal {
    fn from(name: &'static str) -> Self {
        Self::from_static(name)
    }
}

impl From<String> for Principal {
    fn from(name: String) -> Self {
        Self(Cow::Owned(name))
    }
}

impl From<Cow<'static, str>> for Principal {
    fn from(name: Cow<'static, str>) -> Self {
        Self(name)
    }
}

impl Borrow<str> for Principal {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Principal {
    fn eq(&self, name: &str) -> bool {
        self.0 == name
    }
}

impl PartialEq<&str> for Principal {
    fn eq(&self, name: &&str) -> bool {
        self.0 == *name
    }
}

impl fmt::Debug for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
