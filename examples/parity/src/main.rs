//! Serves the application: `cargo run -p parity -- serve --bind 127.0.0.1:6543`.

mod app;
mod errors;
mod pages;
mod resources;
mod routes;
mod security;
mod told;
mod tweens;
mod waitress;

use std::process::ExitCode;

fn main() -> ExitCode {
    pyramidion::run(app::app)
}
