//! Asks questions about a type that only the compiler can answer, at the place where the type is known.
//!
//! An inherent item is preferred to a trait's of the same name, and applies only where its bounds hold: so the trait's is
//! the answer for all other types.

use std::any::{TypeId, type_name};
use std::future::{Future, Ready, ready};
use std::marker::PhantomData;
use std::str::FromStr;

use axum::extract::{FromRequest, FromRequestParts};
use axum::response::Response;

use super::arguments::PartArgument;
use super::call::{Call, ViewState};
use super::definition::Requirement;
use crate::registry::State;
use crate::render::TemplateContext;

/// A question about `T`.
#[doc(hidden)]
pub struct Probe<T>(PhantomData<fn() -> T>);

impl<T> Probe<T> {
    pub const NEW: Self = Self(PhantomData);
}

/// What an argument needs from the application.
impl<T: Send + Sync + 'static> Probe<State<T>> {
    pub const REQUIREMENT: Option<Requirement> =
        Some(Requirement { type_id: TypeId::of::<T>, type_name: type_name::<T> });
}

#[doc(hidden)]
pub trait NoRequirement {
    const REQUIREMENT: Option<Requirement> = None;
}

impl<T> NoRequirement for Probe<T> {}

/// Whether an argument under `route_name` is a parameter of the route: it is what can be parsed, unless it is an extractor.
impl<T: FromRequestParts<ViewState>> Probe<T> {
    pub const IS_EXTRACTOR: bool = true;
}

#[doc(hidden)]
pub trait NoExtractor {
    const IS_EXTRACTOR: bool = false;
}

impl<T> NoExtractor for Probe<T> {}

impl<T: FromStr> Probe<T> {
    pub const IS_TEXT: bool = true;
}

#[doc(hidden)]
pub trait NoText {
    const IS_TEXT: bool = false;
}

impl<T> NoText for Probe<T> {}

/// The names that a view's result offers to its template, where the type tells.
impl<T: TemplateContext> Probe<T> {
    pub const FIELDS: Option<&'static [&'static str]> = Some(T::FIELDS);
}

#[doc(hidden)]
pub trait UnknownContext {
    const FIELDS: Option<&'static [&'static str]> = None;
}

impl<T> UnknownContext for Probe<T> {}

/// Whether the names in `fields` include `name`; unknown fields include every name.
#[doc(hidden)]
#[must_use]
pub const fn offers(fields: Option<&'static [&'static str]>, name: &str) -> bool {
    let Some(fields) = fields else { return true };
    let mut index = 0;
    while index < fields.len() {
        if same(fields[index].as_bytes(), name.as_bytes()) {
            return true;
        }
        index += 1;
    }
    false
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    let mut index = 0;
    while index < one.len() && index < other.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    one.len() == other.len()
}

/// Takes an argument under `route_name`: first choice, an extractor.
///
/// The compiler tries the implementation behind the most references first.
#[doc(hidden)]
pub trait TakePart<T> {
    fn take(&self, call: &mut Call, name: &'static str) -> impl Future<Output = Result<T, Response>> + Send;
}

impl<T: FromRequestParts<ViewState>> TakePart<T> for &&Probe<T> {
    async fn take(&self, call: &mut Call, _: &'static str) -> Result<T, Response> {
        call.part().await
    }
}

/// Second choice: a parameter of the route.
#[doc(hidden)]
pub trait TakeParameter<T> {
    fn take(&self, call: &mut Call, name: &'static str) -> Ready<Result<T, Response>>;
}

impl<T: FromStr> TakeParameter<T> for &Probe<T> {
    fn take(&self, call: &mut Call, name: &'static str) -> Ready<Result<T, Response>> {
        ready(call.parameter(name))
    }
}

/// Neither: the bound says what is missing.
#[doc(hidden)]
pub trait TakeNothing<T> {
    fn take(&self, call: &mut Call, name: &'static str) -> Ready<Result<T, Response>>
    where
        T: PartArgument;
}

impl<T> TakeNothing<T> for Probe<T> {
    fn take(&self, _: &mut Call, _: &'static str) -> Ready<Result<T, Response>>
    where
        T: PartArgument,
    {
        unreachable!("an extractor is the first choice")
    }
}

/// Takes the last argument under `route_name`, which may also read the body; and gives the state, for the call is gone then.
#[doc(hidden)]
pub trait TakeLastPart<T> {
    fn take_last(&self, call: Call, name: &'static str) -> impl Future<Output = Taken<T>> + Send;
}

type Taken<T> = Result<(T, ViewState), Response>;

impl<T: FromRequestParts<ViewState>> TakeLastPart<T> for &&&Probe<T> {
    async fn take_last(&self, mut call: Call, _: &'static str) -> Taken<T> {
        Ok((call.part().await?, call.state))
    }
}

/// Second choice: a parameter of the route.
#[doc(hidden)]
pub trait TakeLastParameter<T> {
    fn take_last(&self, call: Call, name: &'static str) -> Ready<Taken<T>>;
}

impl<T: FromStr> TakeLastParameter<T> for &&Probe<T> {
    fn take_last(&self, mut call: Call, name: &'static str) -> Ready<Taken<T>> {
        ready(call.parameter(name).map(|value| (value, call.state)))
    }
}

/// Third choice: an extractor that reads the body.
#[doc(hidden)]
pub trait TakeLastBody<T> {
    fn take_last(&self, call: Call, name: &'static str) -> impl Future<Output = Taken<T>> + Send;
}

impl<T: FromRequest<ViewState>> TakeLastBody<T> for &Probe<T> {
    async fn take_last(&self, call: Call, _: &'static str) -> Taken<T> {
        call.last().await
    }
}

/// None of them: the bound says what is missing.
#[doc(hidden)]
pub trait TakeLastNothing<T> {
    fn take_last(&self, call: Call, name: &'static str) -> Ready<Taken<T>>
    where
        T: PartArgument;
}

impl<T> TakeLastNothing<T> for Probe<T> {
    fn take_last(&self, _: Call, _: &'static str) -> Ready<Taken<T>>
    where
        T: PartArgument,
    {
        unreachable!("an extractor is an earlier choice")
    }
}
