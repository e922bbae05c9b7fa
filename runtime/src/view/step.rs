//! How arguments are taken: the macros write down a step for each, and the runtime takes them one after another.
//!
//! A step is the same type however it takes its argument. So views with the same arguments share all of the code that takes
//! them, and a view adds to a program little more than its own function.

use std::any::TypeId;
use std::future::Future;
use std::pin::Pin;

use axum::extract::{FromRequest, FromRequestParts};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use super::arguments::{LastArgument, PartArgument, RouteParameter};
use super::call::{Call, ViewState};
use super::definition::{Requirement, ViewDefinition};

/// How an argument of type `T` is taken.
#[doc(hidden)]
pub struct Step<T> {
    how: How<T>,
    requirement: Option<Requirement>,
    /// Whether nobody but the extractor itself knows what it looks at.
    is_unknown: bool,
}

enum How<T> {
    Parameter { name: &'static str, parse: fn(&str) -> Option<T> },
    Extract(Extract<T>),
}

type Extract<T> = for<'a> fn(&'a mut Call) -> Pin<Box<dyn Future<Output = Result<T, Response>> + Send + 'a>>;

impl<T: 'static> Step<T> {
    /// The route's parameter `name`, parsed.
    pub fn parameter(name: &'static str) -> Self
    where
        T: RouteParameter,
    {
        Self::how(How::Parameter { name, parse: T::parse })
    }

    /// An extractor that leaves the body alone.
    pub fn part() -> Self
    where
        T: PartArgument,
    {
        Self::unknown(|call| Box::pin(T::take(&mut call.parts, &call.state)))
    }

    /// An extractor that leaves the body alone and is known as one: the message is about what it extracts.
    pub fn well_known_part() -> Self
    where
        T: FromRequestParts<ViewState>,
    {
        Self::how(How::Extract(|call| {
            Box::pin(async {
                T::from_request_parts(&mut call.parts, &call.state).await.map_err(IntoResponse::into_response)
            })
        }))
    }

    /// The extractor that may read the body: nothing is left of the request for another.
    pub fn last<M: 'static>() -> Self
    where
        T: LastArgument<M>,
    {
        Self::unknown(|call| Box::pin(T::take(call.take_request(), &call.state)))
    }

    /// The same for an extractor that is known as one: the message is about what it extracts.
    pub fn well_known_last() -> Self
    where
        T: FromRequest<ViewState>,
    {
        Self::how(How::Extract(|call| {
            Box::pin(async {
                T::from_request(call.take_request(), &call.state).await.map_err(IntoResponse::into_response)
            })
        }))
    }

    /// Takes it from the application, which must hold something for it.
    #[must_use]
    pub fn requiring(self, requirement: Option<Requirement>) -> Self {
        Self { requirement, ..self }
    }

    fn how(how: How<T>) -> Self {
        Self { how, requirement: None, is_unknown: false }
    }

    fn unknown(extract: Extract<T>) -> Self {
        let known = [TypeId::of::<Bytes>(), TypeId::of::<String>()];
        Self { is_unknown: !known.contains(&TypeId::of::<T>()), ..Self::how(How::Extract(extract)) }
    }

    async fn take(&self, call: &mut Call) -> Result<T, Response> {
        match self.how {
            How::Parameter { name, parse } => call.parameter(name, parse),
            How::Extract(extract) => extract(call).await,
        }
    }
}

/// The steps of all arguments: `(((), first), second)`.
#[doc(hidden)]
pub trait Steps: Send + Sync + 'static {
    /// `(((), first), second)`
    type Values: Send + 'static;

    fn take(&self, call: &mut Call) -> impl Future<Output = Result<Self::Values, Response>> + Send;

    /// Says what the arguments need.
    fn describe(&self, view: &mut ViewDefinition);
}

impl Steps for () {
    type Values = ();

    async fn take(&self, _: &mut Call) -> Result<(), Response> {
        Ok(())
    }

    fn describe(&self, _: &mut ViewDefinition) {}
}

impl<S: Steps, T: Send + 'static> Steps for (S, Step<T>) {
    type Values = (S::Values, T);

    async fn take(&self, call: &mut Call) -> Result<Self::Values, Response> {
        let (first, last) = self;
        let first = first.take(call).await?;
        Ok((first, last.take(call).await?))
    }

    fn describe(&self, view: &mut ViewDefinition) {
        let (first, last) = self;
        first.describe(view);
        view.requirements.extend(last.requirement);
        view.sees_request |= last.is_unknown;
        if let How::Parameter { name, .. } = last.how {
            view.parameters.push(name);
        }
    }
}
