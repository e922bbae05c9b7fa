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

#[view(path = "/about")]
async fn about() -> &'static str {
    "about"
}

#[view(path = "/about")]
fn another_about() -> &'static str {
    "another about"
}

fn main() -> ExitCode {
    pyramidion::run(|config| config.add_route("home", "/").scan(package!()))
}
