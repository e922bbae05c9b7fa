//! What predicates look at, found out before they are asked: they do not wait.

use std::any::TypeId;
use std::sync::Arc;

use crate::acl::{EVERYONE, Principal};
use crate::request::{BodyError, Request};
use crate::security::{Identity, SecurityError};
use crate::traversal::AnyResource;
use crate::view::predicate::{Needs, Subject};

/// What somebody is who is nobody in particular.
const NOBODY: &[Principal] = &[EVERYONE];

/// Beside the request itself.
#[derive(Default)]
pub(super) struct Preparation {
    lineage: Vec<TypeId>,
    physical_path: Option<Vec<String>>,
    identity: Option<Arc<Identity>>,
}

pub(super) enum Unprepared {
    Body(BodyError),
    Identity(SecurityError),
}

impl Preparation {
    /// Finds out what predicates need, and no more.
    pub(super) async fn of(needs: Needs, request: &mut Request) -> Result<Self, Unprepared> {
        if needs == Needs::default() { Ok(Self::default()) } else { Box::pin(Self::find(needs, request)).await }
    }

    async fn find(needs: Needs, request: &mut Request) -> Result<Self, Unprepared> {
        let mut preparation = Self::default();
        if needs.params && request.has_form() {
            request.read_body().await.map_err(Unprepared::Body)?;
        }
        if needs.identity {
            preparation.identity = request.identity().await.map_err(Unprepared::Identity)?;
        }
        if let (true, Some(traversed)) = (needs.context, request.traversed()) {
            let lineage = &traversed.lineage;
            preparation.lineage = lineage.iter().map(|(_, resource)| AnyResource::resource_type(resource)).collect();
            let names = [""].into_iter().chain(lineage.names());
            preparation.physical_path = Some(names.map(str::to_owned).collect());
        }
        Ok(preparation)
    }

    pub(super) fn subject<'a>(&'a self, request: &'a Request) -> Subject<'a> {
        let identity = self.identity.as_deref();
        Subject {
            request,
            lineage: &self.lineage,
            physical_path: self.physical_path.as_deref(),
            is_authenticated: identity.is_some(),
            principals: identity.map_or(NOBODY, Identity::principals),
        }
    }
}
