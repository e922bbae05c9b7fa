//! Views: how they are called, what they are given, what becomes of what they return.

#![allow(clippy::unwrap_used)]

mod arguments;
mod classes;
mod extractors;
mod failures;
mod mappers;
mod methods;
mod renderers;
mod requests;
