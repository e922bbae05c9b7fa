//! Code that must compile and work: each case is a module of this test, with tests of its own.

#![allow(missing_docs, reason = "nobody uses them")]
#![allow(
    clippy::multiple_bound_locations,
    clippy::needless_pass_by_value,
    clippy::unused_unit,
    clippy::unwrap_used,
    reason = "users write so, and it must work"
)]

#[path = "../cases/pass/classes.rs"]
mod classes;
#[path = "../cases/pass/connections.rs"]
mod connections;
#[path = "../cases/pass/executed.rs"]
mod executed;
#[path = "../cases/pass/extractors.rs"]
mod extractors;
#[path = "../cases/pass/hostile_argument_names.rs"]
mod hostile_argument_names;
#[path = "../cases/pass/hostile_constants.rs"]
mod hostile_constants;
#[path = "../cases/pass/hostile_function_names.rs"]
mod hostile_function_names;
#[path = "../cases/pass/hostile_types.rs"]
mod hostile_types;
#[path = "../cases/pass/in_macros.rs"]
mod in_macros;
#[path = "../cases/pass/mappers.rs"]
mod mappers;
#[path = "../cases/pass/no_prelude.rs"]
mod no_prelude;
#[path = "../cases/pass/other_attributes.rs"]
mod other_attributes;
#[path = "../cases/pass/places.rs"]
mod places;
#[path = "../cases/pass/predicates.rs"]
mod predicates;
#[path = "../cases/pass/resources.rs"]
mod resources;
#[path = "../cases/pass/results.rs"]
mod results;
#[path = "../cases/pass/scopes.rs"]
mod scopes;
#[path = "../cases/pass/strict_lints.rs"]
mod strict_lints;
#[path = "../cases/pass/synchronized.rs"]
mod synchronized;
#[path = "../cases/pass/templates.rs"]
mod templates;
#[path = "../cases/pass/tweens.rs"]
mod tweens;
