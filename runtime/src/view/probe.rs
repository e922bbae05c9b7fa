//! Asks questions about a type that only the compiler can answer, at the place where the type is known.
//!
//! An inherent item is preferred to a trait's of the same name, and applies only where its bounds hold: so the trait's is
//! the answer for all other types.

use std::any::{TypeId, type_name};
use std::marker::PhantomData;
use std::str::FromStr;

use axum::extract::{FromRequest, FromRequestParts};

use super::arguments::PartArgument;
use super::call::ViewState;
use super::definition::Requirement;
use super::step::Step;
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

/// The step of an argument under `route_name`: first choice, an extractor.
///
/// The compiler tries the implementation behind the most references first.
#[doc(hidden)]
pub trait TakePart<T> {
    fn step(&self, name: &'static str) -> Step<T>;
}

impl<T: FromRequestParts<ViewState> + 'static> TakePart<T> for &&&Probe<T> {
    fn step(&self, _: &'static str) -> Step<T> {
        Step::part()
    }
}

/// Second choice: a parameter of the route.
#[doc(hidden)]
pub trait TakeParameter<T> {
    fn step(&self, name: &'static str) -> Step<T>;
}

impl<T: FromStr + 'static> TakeParameter<T> for &&Probe<T> {
    fn step(&self, name: &'static str) -> Step<T> {
        Step::parameter(name)
    }
}

/// Third choice, for the last argument alone: an extractor that reads the body.
#[doc(hidden)]
pub trait TakeBody<T> {
    fn step(&self, name: &'static str) -> Step<T>;
}

impl<T: FromRequest<ViewState> + 'static> TakeBody<T> for &Probe<T> {
    fn step(&self, _: &'static str) -> Step<T> {
        Step::last()
    }
}

/// None of them: the bound says what is missing.
#[doc(hidden)]
pub trait TakeNothing<T> {
    fn step(&self, name: &'static str) -> Step<T>
    where
        T: PartArgument;
}

impl<T> TakeNothing<T> for Probe<T> {
    fn step(&self, _: &'static str) -> Step<T>
    where
        T: PartArgument,
    {
        unreachable!("an extractor is an earlier choice")
    }
}
