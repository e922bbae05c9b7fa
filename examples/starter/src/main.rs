//! The starter application: the smallest thing worth calling one. `cargo run -p starter`.

use std::process::ExitCode;

fn main() -> ExitCode {
    pyramidion::run(starter::app)
}
