//! Whether something is permitted, by the access control lists of a request's context.

use std::fmt;
use std::sync::Arc;

use super::SecurityError;
use crate::acl::{AclCheck, Decision, Principal};
use crate::request::Request;
use crate::traversal::{Traversed, acl_of, resource_path};

/// Whether something is permitted, and why. Source: Pyramid's `Allowed` and `Denied`.
#[derive(Clone)]
pub struct Permits {
    is_allowed: bool,
    /// Told only if somebody wants to know.
    reason: Arc<dyn fmt::Display + Send + Sync>,
}

impl Permits {
    /// It is allowed, for this reason.
    #[must_use]
    pub fn allowed(reason: impl Into<String>) -> Self {
        Self { is_allowed: true, reason: Arc::new(reason.into()) }
    }

    /// It is denied, for this reason.
    #[must_use]
    pub fn denied(reason: impl Into<String>) -> Self {
        Self { is_allowed: false, reason: Arc::new(reason.into()) }
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
        self.reason.fmt(f)
    }
}

impl fmt::Debug for Permits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = format_args!("{}", self.reason);
        f.debug_struct("Permits").field("is_allowed", &self.is_allowed).field("reason", &reason).finish()
    }
}

impl<P: fmt::Debug + Send + Sync + 'static> From<Decision<P>> for Permits {
    fn from(decision: Decision<P>) -> Self {
        Self { is_allowed: decision.is_allowed(), reason: Arc::new(decision) }
    }
}

/// A resource on the way to a request's context, which shows as its path.
struct Place {
    traversed: Arc<Traversed>,
    depth: usize,
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let here = self.traversed.lineage.at(self.depth);
        here.map(|here| resource_path(&here.into(), [""; 0])).unwrap_or_default().fmt(f)
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
    let Some(traversed) = &request.attributes().traversed else { return Ok(check.exhausted("no context").into()) };
    let lineage = &traversed.lineage;
    let place = |depth| Place { traversed: Arc::clone(traversed), depth };
    for (above, (_, resource)) in lineage.iter().enumerate() {
        if let Some(acl) = acl_of(resource).await.map_err(SecurityError::new)?
            && let Some(decision) = check.look(&acl, place(lineage.depth() - above))
        {
            return Ok(decision.into());
        }
    }
    Ok(check.exhausted(place(lineage.depth())).into())
}
