//! An application that cannot start, for three reasons.

use std::process::ExitCode;

use pyramidion::prelude::*;

#[view(route_name = "hom")]
async fn home() -> &'static str {
    "home"
}

#[view(path = "/count")]
async fn count(count: State<u64>) -> String {
    count.to_string()
}

#[view(path = "/count")]
async fn another_count() -> &'static str {
    "0"
}

fn main() -> ExitCode {
    pyramidion::run(|config| config.add_route("home", "/").scan(package!()))
}
