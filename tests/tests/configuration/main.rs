//! The Configurator: what it collects, what it refuses, and what its router stands beside.

#![allow(clippy::unwrap_used)]

mod conflicts;
mod includes;
mod mistakes;
mod routers;
mod routes;
mod scans;
mod state;

use pyramidion::prelude::*;

/// What is wrong with a configuration, as its user reads it.
fn error_of(configure: impl FnOnce(Configurator) -> Configurator) -> String {
    configure(Configurator::new()).try_make_router().expect_err("the configuration is wrong").to_string()
}

/// The source lines that a message names.
fn places(message: &str) -> Vec<&str> {
    message.lines().filter_map(|line| line.trim().strip_prefix("--> ")).collect()
}
