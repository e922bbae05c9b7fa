//! The tutorial application: a page whose script talks to an echo websocket. `cargo run`, then open <http://127.0.0.1:6543>.

use std::process::ExitCode;

fn main() -> ExitCode {
    pyramidion::run(websocket::app)
}
