//! Whether something is permitted, by the access control lists of a request's context.

use std::fmt;
use std::sync::Arc;

use super::SecurityError;
use crate::acl::{AclCheck, Decision, Principal};
use crate::request::Request;
use crate::traversal::{acl_of, resource_path};

/// Whether something is permitted, and why. Source: Pyramid's `Allowed` and `Denied`.
#[derive(Clone, Debug)]
pub struct Permits {
    is_allowed: bool,
    reason: String,
}

impl Permits {
    /// It is allowed, for this reason.
    #[must_use]
    pub fn allowed(reason: impl Into<String>) -> Self {
        Self { is_allowed: true, reason: reason.into() }
    }

    /// It is denied, for this reason.
    #[must_use]
    pub fn denied(reason: impl Into<String>) -> Self {
        Self { is_allowed: false, reason: reason.into() }
    }

    /// Whether it is allowed.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.is_allowed
    }
}

/// The reason: for the log, since it may name what a client is not to know.
impl fmt::Display for Permits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl<P: fmt::Debug> From<Decision<P>> for Permits {
    fn from(decision: Decision<P>) -> Self {
        Self { is_allowed: decision.is_allowed(), reason: decision.to_string() }
    }
}

/// Asks the access control lists of the request's context and of the resources above it, in that order; the first entry that
/// names one of the principals and the permission decides, and if there is none it is denied.
///
/// It is what [`SecurityPolicy::permits`](super::SecurityPolicy::permits) does by default. Source: Pyramid's `ACLHelper`.
///
/// # Errors
///
/// When a resource cannot say what its list is.
pub async fn permits_by_acl(
    request: &Request,
    principals: Arc<[Principal]>,
    permission: &str,
) -> Result<Permits, SecurityError> {
    let mut check = AclCheck::new(principals, permission.to_owned());
    let Some(traversed) = request.traversed() else { return Ok(check.exhausted("no context").into()) };
    let mut location = Some(traversed.location());
    while let Some(here) = location {
        if let Some(acl) = acl_of(here.resource()).await.map_err(SecurityError::new)?
            && let Some(decision) = check.look(&acl, resource_path(&here, [""; 0]))
        {
            return Ok(decision.into());
        }
        location = here.parent();
    }
    Ok(check.exhausted(resource_path(&traversed.location(), [""; 0])).into())
}
