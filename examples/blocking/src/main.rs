//! Sync and async code that call each other. `cargo run -p blocking`.

use std::process::ExitCode;

fn main() -> ExitCode {
    pyramidion::run(blocking::app)
}
