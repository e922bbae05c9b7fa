//! What an ACE is about.

use std::borrow::Cow;
use std::fmt;

use super::python_repr::{Text, tuple};

/// Every permission there is.
pub const ALL_PERMISSIONS: Permissions = Permissions::All;

/// The permissions of an [`Ace`](super::Ace): one, several, or [`ALL_PERMISSIONS`].
///
/// ```
/// use pyramidion::acl::{ALL_PERMISSIONS, Permissions};
///
/// assert!(Permissions::from("view").contains("view"));
/// assert!(Permissions::from(["edit", "publish"]).contains("publish"));
/// assert!(ALL_PERMISSIONS.contains("anything"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Permissions {
    /// A single one.
    One(Cow<'static, str>),
    /// Several, or none.
    Several(Cow<'static, [Cow<'static, str>]>),
    /// Every one.
    All,
}

impl Permissions {
    /// Whether `permission` is among them.
    #[must_use]
    pub fn contains(&self, permission: &str) -> bool {
        match self {
            Self::One(one) => one == permission,
            Self::Several(several) => several.iter().any(|one| one == permission),
            Self::All => true,
        }
    }
}

impl From<&'static str> for Permissions {
    fn from(permission: &'static str) -> Self {
        Self::One(permission.into())
    }
}

impl From<String> for Permissions {
    fn from(permission: String) -> Self {
        Self::One(permission.into())
    }
}

impl<P: Into<Cow<'static, str>>, const N: usize> From<[P; N]> for Permissions {
    fn from(permissions: [P; N]) -> Self {
        permissions.into_iter().collect()
    }
}

impl<P: Into<Cow<'static, str>>> From<Vec<P>> for Permissions {
    fn from(permissions: Vec<P>) -> Self {
        permissions.into_iter().collect()
    }
}

impl<P: Into<Cow<'static, str>>> FromIterator<P> for Permissions {
    fn from_iter<I: IntoIterator<Item = P>>(permissions: I) -> Self {
        Self::Several(permissions.into_iter().map(Into::into).collect())
    }
}

/// As Pyramid shows them in its messages.
impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(one) => Text(one).fmt(f),
            Self::Several(several) => tuple(f, several.iter().map(|one| Text(one))),
            Self::All => f.write_str("ALL_PERMISSIONS"),
        }
    }
}
