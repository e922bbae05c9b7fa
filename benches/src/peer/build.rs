//! Builds the programs of `benches/peers`, by their own lock file.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;

pub(super) fn run() -> Outcome<()> {
    eprintln!("building the peers");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--release", "--locked", "--manifest-path"]).arg(folder().join("Cargo.toml"));
    let status = cargo.arg("--target-dir").arg(target()?).status()?;
    if status.success() { Ok(()) } else { Err("the peers cannot be built, for the reasons above".into()) }
}

/// Where a program lies once it is built.
pub(super) fn program(name: &str) -> Outcome<PathBuf> {
    Ok(target()?.join("release").join(name))
}

/// The folder of the peers' sources.
pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

/// Beside this program's own, as it holds other features of the same crates.
fn target() -> Outcome<PathBuf> {
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2);
    Ok(target.ok_or("this program does not lie in a target folder")?.join("peers"))
}
