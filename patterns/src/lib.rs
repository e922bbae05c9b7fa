//! Route patterns, read alike by pyramidion's macros while an application compiles and by its runtime when it starts.
//!
//! A pattern is a path in which whole segments may be placeholders:
//!
//! ```
//! use pyramidion_patterns::{ParameterKind, Pattern};
//!
//! let pattern = Pattern::parse("/users/{id}/files/{*rest}").unwrap();
//! let [id, rest] = pattern.parameters() else { unreachable!() };
//! assert_eq!((id.name.as_str(), id.kind), ("id", ParameterKind::Segment));
//! assert_eq!((rest.name.as_str(), rest.kind), ("rest", ParameterKind::Remainder));
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
mod name;
mod nearest;
mod pattern;
mod scan;

pub use error::PatternError;
pub use expression::Expression;
pub use nearest::{did_you_mean, listed, nearest};
pub use pattern::{Parameter, ParameterKind, Pattern};
