//! The list itself.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::ace::Ace;
use super::principal::Principal;
use super::python_repr::list;

/// An access control list: entries, of which the first that applies decides. To clone one is cheap.
///
/// ```
/// use pyramidion::acl::{Ace, Acl, DENY_ALL, EVERYONE, allow};
///
/// static NOBODY: &[Ace] = &[DENY_ALL];
/// const CLOSED: Acl = Acl::from_static(NOBODY);
///
/// let open: Acl = ["view", "comment"].into_iter().map(|permission| allow(EVERYONE, permission)).collect();
/// assert_eq!((CLOSED.len(), open.len()), (1, 2));
/// ```
#[derive(Clone)]
pub struct Acl(Entries);

#[derive(Clone)]
enum Entries {
    Static(&'static [Ace]),
    Shared(Arc<[Ace]>),
}

impl Acl {
    /// A list for a constant.
    #[must_use]
    pub const fn from_static(entries: &'static [Ace]) -> Self {
        Self(Entries::Static(entries))
    }

    /// The first entry about one of these principals and this permission.
    pub(super) fn deciding(&self, principals: &[Principal], permission: &str) -> Option<&Ace> {
        self.iter().find(|ace| ace.applies(principals, permission))
    }
}

impl Default for Acl {
    fn default() -> Self {
        Self::from_static(&[])
    }
}

impl Deref for Acl {
    type Target = [Ace];

    fn deref(&self) -> &[Ace] {
        match &self.0 {
            Entries::Static(entries) => entries,
            Entries::Shared(entries) => entries,
        }
    }
}

impl<const N: usize> From<[Ace; N]> for Acl {
    fn from(entries: [Ace; N]) -> Self {
        Self(Entries::Shared(Arc::new(entries)))
    }
}

impl From<Vec<Ace>> for Acl {
    fn from(entries: Vec<Ace>) -> Self {
        Self(Entries::Shared(entries.into()))
    }
}

impl From<&'static [Ace]> for Acl {
    fn from(entries: &'static [Ace]) -> Self {
        Self::from_static(entries)
    }
}

impl FromIterator<Ace> for Acl {
    fn from_iter<I: IntoIterator<Item = Ace>>(entries: I) -> Self {
        Self(Entries::Shared(entries.into_iter().collect()))
    }
}

impl<'a> IntoIterator for &'a Acl {
    type Item = &'a Ace;
    type IntoIter = std::slice::Iter<'a, Ace>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Acl {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Acl {}

impl fmt::Debug for Acl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// As Pyramid shows it in its messages.
impl fmt::Display for Acl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, self)
    }
}
