//! Access control lists: who may do what, by the objects that stand between a thing and its root.
//!
//! An [`Acl`] is a list of [`Ace`]s, each of which allows or denies a [`Principal`] some permissions. To find out whether
//! somebody [is permitted](permits) something, the lists of a context and of its parents are read in that order; the first
//! entry that names one of the principals and the permission decides. If none does, the answer is no.
//!
//! ```
//! use pyramidion::acl::{ALL_PERMISSIONS, Acl, DENY_ALL, EVERYONE, Principal, allow, deny, permits};
//!
//! let root = Acl::from([allow(EVERYONE, "view"), allow("group:editors", ["edit", "publish"])]);
//! let drafts = Acl::from([allow("ada", ALL_PERMISSIONS), DENY_ALL]);
//!
//! let grace = [EVERYONE, Principal::from("grace"), Principal::from("group:editors")];
//! let decision = permits("a draft", [("drafts", &drafts), ("root", &root)], grace.clone(), "edit");
//! assert!(!decision.is_allowed());
//! assert_eq!((decision.place(), decision.ace()), (&"drafts", Some(&DENY_ALL)));
//!
//! assert!(permits("a page", [("root", &root)], grace, "edit").is_allowed());
//! ```
//!
//! Nothing here knows of requests. Source: Pyramid's `pyramid.authorization`, of which it differs in that a principal is
//! always a text, and an action is one of two: see [`Principal`] and [`Action`].

mod ace;
mod allowed;
mod check;
mod decision;
mod list;
mod permissions;
mod principal;
mod python_repr;
#[cfg(test)]
mod vectors;

pub use ace::{Ace, Action, DENY_ALL, allow, deny};
pub use allowed::principals_allowed_by_permission;
pub use check::{AclCheck, permits};
pub use decision::Decision;
pub use list::Acl;
pub use permissions::{ALL_PERMISSIONS, Permissions};
pub use principal::{AUTHENTICATED, EVERYONE, Principal};

/// The permission of a view that anybody may call, although the application has a default permission.
///
/// Source: Pyramid's `pyramid.security.NO_PERMISSION_REQUIRED`.
pub const NO_PERMISSION_REQUIRED: &str = "__no_permission_required__";
