//! Views: how they are called, what they are given, what becomes of what they return.

mod arguments;
mod extractors;
mod failures;
mod mappers;
mod methods;
mod renderers;
mod requests;
