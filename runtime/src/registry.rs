//! The application's state, by its type.

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;

use crate::ViewState;
use crate::httpexceptions::HttpInternalServerError;

/// State of the application, one value for each type: Pyramid's registry.
///
/// # Example
///
/// ```
/// let mut registry = pyramidion::Registry::default();
/// registry.insert(42_u64);
/// assert_eq!(registry.get::<u64>().as_deref(), Some(&42));
/// assert_eq!(registry.get::<String>(), None);
/// ```
#[derive(Clone, Default)]
pub struct Registry(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl Registry {
    /// Keeps `value`, and gives back what was kept under its type before.
    pub fn insert<T: Send + Sync + 'static>(&mut self, value: T) -> Option<Arc<T>> {
        let before = self.0.insert(TypeId::of::<T>(), Arc::new(value))?;
        before.downcast().ok()
    }

    /// The value of type `T`, if there is one.
    #[must_use]
    pub fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.0.get(&TypeId::of::<T>())?.clone().downcast().ok()
    }

    pub(crate) fn contains(&self, id: TypeId) -> bool {
        self.0.contains_key(&id)
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Registry({} values)", self.0.len())
    }
}

/// State of the application as an argument of a view; put there with
/// [`Configurator::add_state`](crate::Configurator::add_state).
///
/// It dereferences to `T`. A view whose state nobody added is an error when the application starts.
///
/// # Example
///
/// ```
/// use pyramidion::prelude::*;
///
/// struct Greeting {
///     text: String,
/// }
///
/// #[view(path = "/")]
/// async fn greet(greeting: State<Greeting>) -> String {
///     greeting.text.clone()
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| config.add_state(Greeting { text: "hello".into() }).add_view(greet {}));
/// assert_eq!(app.get("/").await.text(), "hello");
/// # }
/// ```
#[derive(Debug)]
pub struct State<T>(pub Arc<T>);

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for State<T> {
    fn from(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T: Send + Sync + 'static> FromRequestParts<ViewState> for State<T> {
    type Rejection = Response;

    async fn from_request_parts(_: &mut Parts, state: &ViewState) -> Result<Self, Self::Rejection> {
        state.registry().get().map(Self).ok_or_else(|| {
            tracing::error!(
                view = state.view_name(),
                "the application holds no state of type `{}`; help: add it with `config.add_state(…)`",
                type_name::<T>()
            );
            HttpInternalServerError::new().into_response()
        })
    }
}
