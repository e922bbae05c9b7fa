//! Access control lists: who may do what with a resource.

use std::borrow::Cow;

/// The principal that everybody has.
pub const EVERYONE: &str = "system.Everyone";

/// An entry of an [`Acl`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ace {
    principal: Cow<'static, str>,
    permission: Cow<'static, str>,
}

/// An entry that allows.
#[must_use]
pub fn allow(principal: impl Into<Cow<'static, str>>, permission: impl Into<Cow<'static, str>>) -> Ace {
    Ace { principal: principal.into(), permission: permission.into() }
}

/// An access control list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acl(pub Vec<Ace>);

impl From<Vec<Ace>> for Acl {
    fn from(aces: Vec<Ace>) -> Self {
        Self(aces)
    }
}

impl<const N: usize> From<[Ace; N]> for Acl {
    fn from(aces: [Ace; N]) -> Self {
        Self(aces.into())
    }
}
