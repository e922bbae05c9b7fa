//! The body of a request, before and after it is read.

use std::error::Error;
use std::sync::Arc;
use std::{future, mem};

use axum::RequestExt;
use axum::body::{Body, HttpBody};
use bytes::Bytes;
use futures_util::stream;
use http::Extensions;
use http_body_util::{BodyExt, LengthLimitError};
use sync_wrapper::SyncWrapper;

use super::{BodyError, BodyTimedOut};

#[derive(Debug)]
pub(super) enum RequestBody {
    /// In the wrapper, because a `&Request` is held across awaits, and an axum body cannot be shared among threads.
    Unread(SyncWrapper<Body>),
    Read(Bytes),
    /// While it is being read, and for good if that fails or is given up.
    Lost,
}

impl RequestBody {
    pub(super) fn new(body: Body) -> Self {
        if body.is_end_stream() { Self::Read(Bytes::new()) } else { Self::Unread(SyncWrapper::new(body)) }
    }

    pub(super) fn bytes(&self) -> Result<&Bytes, BodyError> {
        match self {
            Self::Read(bytes) => Ok(bytes),
            Self::Unread(_) => Err(BodyError::NotRead),
            Self::Lost => Err(BodyError::Lost),
        }
    }

    /// Reads the body, once, up to the limit that is set in the request's `extensions`.
    pub(super) async fn read(&mut self, extensions: &mut Extensions) -> Result<&Bytes, BodyError> {
        match mem::replace(self, Self::Lost) {
            Self::Unread(body) => {
                let body = limited(body.into_inner(), extensions);
                let collected = body.collect().await.map_err(failure)?;
                *self = Self::Read(collected.to_bytes());
            }
            other => *self = other,
        }
        self.bytes()
    }

    /// A copy, as far as the body has been read.
    pub(super) fn for_later(&self) -> Self {
        match self {
            Self::Read(bytes) => Self::Read(bytes.clone()),
            Self::Unread(_) | Self::Lost => Self::Lost,
        }
    }

    pub(super) fn into_body(self) -> Body {
        match self {
            Self::Unread(body) => body.into_inner(),
            Self::Read(bytes) => Body::from(bytes),
            Self::Lost => Body::from_stream(stream::once(future::ready(Err::<Bytes, _>(BodyError::Lost)))),
        }
    }
}

/// `body` under the limit in force. axum keeps that limit to itself, so it is axum that must apply it, to a request that
/// has the extensions for as long as this takes.
fn limited(body: Body, extensions: &mut Extensions) -> Body {
    let mut request = axum::extract::Request::new(body);
    mem::swap(request.extensions_mut(), extensions);
    let mut request = request.with_limited_body();
    mem::swap(request.extensions_mut(), extensions);
    request.into_body()
}

fn failure(error: axum::Error) -> BodyError {
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(each) = cause {
        if each.is::<LengthLimitError>() {
            return BodyError::TooLarge;
        }
        if each.is::<BodyTimedOut>() {
            return BodyError::TimedOut;
        }
        cause = each.source();
    }
    BodyError::Interrupted(Arc::new(error))
}
