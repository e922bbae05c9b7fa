//! `#[resource]` and `#[root_factory]`: what a tree of resources is made of, and where it begins.

mod attribute;
mod check;
mod expand;
pub(crate) mod resource;
pub(crate) mod root_factory;
