//! Route patterns, read alike by pyramidion's macros while an application compiles and by its runtime when it starts.
//!
//! A pattern is a path with placeholders in it, in the language of Pyramid (see [`Pattern`]):
//!
//! ```
//! use pyramidion_patterns::{ParameterKind, Pattern};
//!
//! let pattern = Pattern::parse("/users/{id}/files/{*rest}").unwrap();
//! let [id, rest] = pattern.parameters() else { unreachable!() };
//! assert_eq!((id.name.as_str(), id.kind), ("id", ParameterKind::Segment));
//! assert_eq!((rest.name.as_str(), rest.kind), ("rest", ParameterKind::Remainder));
//!
//! assert_eq!(pattern.matches("/users/7/files/a/b"), Some(vec![("id", "7"), ("rest", "a/b")]));
//! assert_eq!(pattern.generate([("id", "7"), ("rest", "a/b")]).unwrap(), "/users/7/files/a/b");
//! ```
//!
//! Here is also what both use to guess what a misspelt name meant: [`nearest`], [`did_you_mean`].
//!
//! Every mistake is a [`PatternError`] that knows the bytes it is about, so that a macro can point at them:
//!
//! ```
//! let error = pyramidion_patterns::Pattern::parse("/users/:id").unwrap_err();
//! assert_eq!(error.span, 7..10);
//! assert_eq!(error.to_string(), "`:id` is not a placeholder\nhelp: write `{id}`");
//! ```

mod error;
mod expression;
mod generate;
mod matching;
mod name;
mod nearest;
mod pattern;
mod program;
mod read;
mod regex;
mod scan;
mod segment;
mod shape;
pub mod url;
pub mod value;

pub use error::PatternError;
pub use expression::Expression;
pub use generate::{GenerateError, PathValue};
pub use nearest::{did_you_mean, listed, nearest};
pub use pattern::{Parameter, ParameterKind, Pattern};
pub use shape::{AxumPath, AxumPaths, Fit};
