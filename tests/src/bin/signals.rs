//! An application whose only slow view waits until its program's standard input has a line.

use std::io::BufRead;
use std::process::ExitCode;

use pyramidion::prelude::*;

#[view(path = "/")]
async fn home() -> &'static str {
    "home"
}

/// Tells that it waits, and waits.
#[view(path = "/wait")]
fn wait() -> std::io::Result<String> {
    println!("waiting");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line)
}

#[view(path = "/panic")]
async fn panic() -> StatusCode {
    panic!("on purpose")
}

fn main() -> ExitCode {
    pyramidion::run(|config| config.scan(package!()))
}
