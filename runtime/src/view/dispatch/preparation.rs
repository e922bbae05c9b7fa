//! What predicates look at, found out before they are asked: they do not wait.

use std::any::TypeId;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};

use crate::acl::{EVERYONE, Principal};
use crate::request::{BodyError, Request};
use crate::security::{Identity, SecurityError};
use crate::traversal::AnyResource;
use crate::view::failure;
use crate::view::predicate::{Needs, Subject};
use crate::view::respond::Responder;

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

impl Unprepared {
    /// The answer to the request, by whoever asked for the preparation.
    pub(super) fn into_response(self, responder: &impl Responder) -> Response {
        match self {
            Self::Body(error) => error.into_response(),
            Self::Identity(error) => failure::failed(responder, error.into()),
        }
    }
}

impl Preparation {
    /// Finds out what predicates need, and no more.
    pub(super) async fn of(needs: Needs, request: &mut Request) -> Result<Self, Unprepared> {
        let mut preparation = Self::default();
        if needs.params && request.body().is_none() && request.has_form() {
            Box::pin(request.read_body()).await.map_err(Unprepared::Body)?;
        }
        if needs.identity {
            preparation.identity = Box::pin(request.identity()).await.map_err(Unprepared::Identity)?;
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
