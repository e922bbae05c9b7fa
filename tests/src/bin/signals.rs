//! An application whose only slow view waits until its program's standard input has a line.

use std::io::BufRead;
use std::process::ExitCode;

use pyramidion::prelude::*;

/// Which thread the event loop runs on.
#[view(path = "/thread")]
async fn thread() -> String {
    std::thread::current().name().unwrap_or_default().to_owned()
}

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
