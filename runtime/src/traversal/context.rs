//! The context of a request as an argument of its view.

use std::any::type_name;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::{AnyResource, Resource};
use crate::httpexceptions::HttpInternalServerError;
use crate::request::Attributes;

/// The resource that a view is called for, as the type that it is: what traversal has found, or else the root.
///
/// A view that takes it is for contexts of this type, unless its `context` says otherwise.
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[resource]
/// struct Site {
///     title: &'static str,
/// }
///
/// #[root_factory(mapper = inline)]
/// fn site() -> Site {
///     Site { title: "All of it" }
/// }
///
/// #[view(context = Site)]
/// async fn title(site: Context<Site>) -> &'static str {
///     site.title
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| config.set_root_factory(site {}).add_view(title {}));
/// assert_eq!(app.get("/").await.text(), "All of it");
/// # }
/// ```
///
/// # Errors
///
/// A 500 if the context is something else, or there is none, with the reason in the log.
#[derive(Debug)]
pub struct Context<T>(pub Arc<T>);

impl<T> Clone for Context<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Context<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Resource, S: Send + Sync> FromRequestParts<S> for Context<T> {
    type Rejection = HttpInternalServerError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let traversed = parts.extensions.get::<Attributes>().and_then(|attributes| attributes.traversed.as_ref());
        let context = traversed.map(|traversed| &traversed.context);
        context.and_then(AnyResource::downcast).map(Self).ok_or_else(|| {
            let (wanted, found) = (type_name::<T>(), context.map_or("none", |context| context.as_resource().type_name()));
            tracing::error!(
                "a view takes `Context<{wanted}>`, and the request's context is {found}; help: say `context = {wanted}` in the view's attribute, and give the application a root factory"
            );
            HttpInternalServerError::new()
        })
    }
}
