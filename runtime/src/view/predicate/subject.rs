//! What predicates look at.

use std::any::{TypeId, type_name};
use std::fmt;

use crate::Request;
use crate::acl::Principal;

/// A request, and what traversal and the security policy have found out about it.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) request: &'a Request,
    /// The types of the resources from the context up to the root; empty without a context.
    pub(crate) lineage: &'a [TypeId],
    /// The names from the root, which is `""`, down to the context; `None` without a context that has a place.
    pub(crate) physical_path: Option<&'a [String]>,
    pub(crate) is_authenticated: bool,
    pub(crate) principals: &'a [Principal],
}

#[cfg(test)]
impl<'a> Subject<'a> {
    /// A request without a context, from nobody.
    pub(super) fn new(request: &'a Request) -> Self {
        Self { request, lineage: &[], physical_path: None, is_authenticated: false, principals: &[] }
    }
}

/// What must be at hand before predicates are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Needs {
    /// The body, if it is a form, must have been read, and the parameters must be readable.
    pub(crate) params: bool,
    /// Userid and principals.
    pub(crate) identity: bool,
    /// Lineage and physical path.
    pub(crate) context: bool,
}

impl Needs {
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            params: self.params || other.params,
            identity: self.identity || other.identity,
            context: self.context || other.context,
        }
    }
}

/// A type of context, by which a view is looked up.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct ContextType {
    type_id: fn() -> TypeId,
    type_name: fn() -> &'static str,
}

impl ContextType {
    #[must_use]
    pub fn of<T: 'static>() -> Self {
        Self { type_id: TypeId::of::<T>, type_name: type_name::<T> }
    }

    pub(crate) fn id(self) -> TypeId {
        (self.type_id)()
    }

    pub(crate) fn name(self) -> &'static str {
        (self.type_name)()
    }
}

impl PartialEq for ContextType {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for ContextType {}

impl fmt::Debug for ContextType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
