//! What the functions under `#[resource]` and `#[root_factory]` may return.

use std::marker::PhantomData;

use super::{AnyResource, ResourceError};
use crate::acl::Acl;

/// What `item` may return under [`macro@resource`](crate::resource): `Option<C>`, or `Result<Option<C>, E>`.
///
/// `C` is a resource, an [`Arc`](std::sync::Arc) of one, an [`AnyResource`] or a reference to one; `E` is a standard error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no answer to the question for a child",
    label = "neither `Option<C>` nor `Result<Option<C>, E>`",
    note = "`C` is a type under `#[resource]`, an `Arc` of one, or `AnyResource`; `E` is a standard error",
    note = "`None` says that there is no such child, and ends the traversal there"
)]
pub trait ItemAnswer {
    #[doc(hidden)]
    fn into_item(self) -> Result<Option<AnyResource>, ResourceError>;
}

#[diagnostic::do_not_recommend]
impl<C> ItemAnswer for Option<C>
where
    AnyResource: From<C>,
{
    fn into_item(self) -> Result<Option<AnyResource>, ResourceError> {
        Ok(self.map(AnyResource::from))
    }
}

#[diagnostic::do_not_recommend]
impl<C, E> ItemAnswer for Result<Option<C>, E>
where
    AnyResource: From<C>,
    ResourceError: From<E>,
{
    fn into_item(self) -> Result<Option<AnyResource>, ResourceError> {
        Ok(self?.map(AnyResource::from))
    }
}

/// What `acl` may return under [`macro@resource`](crate::resource), and what the constant `ACL` may be: anything that is
/// [`Into`] an [`Acl`], an `Option` of it, or a `Result` of either.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no access control list",
    label = "not `Into<Acl>`",
    note = "return an `Acl`, a list of `Ace`, an `Option` of it, or a `Result` of either whose error is a standard error"
)]
pub trait AclAnswer {
    #[doc(hidden)]
    fn into_acl(self) -> Result<Option<Acl>, ResourceError>;
}

#[diagnostic::do_not_recommend]
impl<A> AclAnswer for A
where
    Acl: From<A>,
{
    fn into_acl(self) -> Result<Option<Acl>, ResourceError> {
        Ok(Some(self.into()))
    }
}

#[diagnostic::do_not_recommend]
impl<A> AclAnswer for Option<A>
where
    Acl: From<A>,
{
    fn into_acl(self) -> Result<Option<Acl>, ResourceError> {
        Ok(self.map(Acl::from))
    }
}

#[diagnostic::do_not_recommend]
impl<A: AclAnswer, E> AclAnswer for Result<A, E>
where
    ResourceError: From<E>,
{
    fn into_acl(self) -> Result<Option<Acl>, ResourceError> {
        self?.into_acl()
    }
}

/// What a function under [`macro@root_factory`](crate::root_factory) may return: `C`, or `Result<C, E>`.
///
/// `C` is a resource, an [`Arc`](std::sync::Arc) of one, or an [`AnyResource`]; `E` is a standard error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the root of a tree",
    label = "neither a resource nor a `Result` of one",
    note = "return a type under `#[resource]`, an `Arc` of one, or `AnyResource`; in a `Result` the error is a standard error"
)]
pub trait RootAnswer {
    #[doc(hidden)]
    fn into_root(self) -> Result<AnyResource, ResourceError>;
}

#[diagnostic::do_not_recommend]
impl<C> RootAnswer for C
where
    AnyResource: From<C>,
{
    fn into_root(self) -> Result<AnyResource, ResourceError> {
        Ok(self.into())
    }
}

#[diagnostic::do_not_recommend]
impl<C, E> RootAnswer for Result<C, E>
where
    AnyResource: From<C>,
    ResourceError: From<E>,
{
    fn into_root(self) -> Result<AnyResource, ResourceError> {
        Ok(self?.into())
    }
}

/// Asks of what a root factory returns whether it can be a failure. What is no resource itself can.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct RootOf<T>(PhantomData<fn() -> T>);

impl<T> RootOf<T> {
    #[must_use]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<C> RootOf<C>
where
    AnyResource: From<C>,
{
    #[must_use]
    pub fn can_fail(&self) -> bool {
        false
    }
}

#[doc(hidden)]
pub trait RootCanFail {
    fn can_fail(&self) -> bool {
        true
    }
}

impl<T> RootCanFail for RootOf<T> {}
