//! What all macros read alike: attributes, functions, and the rules about signatures.

pub(crate) mod block;
pub(crate) mod borrow;
pub(crate) mod casing;
pub(crate) mod errors;
pub(crate) mod function;
pub(crate) mod keys;
pub(crate) mod rules;
pub(crate) mod types;
