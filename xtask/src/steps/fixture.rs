//! Programs in workspaces of their own, which say on a line of their output that all is well.

use crate::shell::{self, Problem};
use crate::workshop::Workshop;

/// Runs the program in `tests/fixtures/<name>`, which must print `<name> ok`. `arguments` are cargo's, separated by spaces.
pub(super) fn run(workshop: &Workshop, name: &str, arguments: &str, variables: &[(&str, &str)]) -> Result<(), Problem> {
    let folder = workshop.file("tests/fixtures").join(name);
    // The workspace's versions, so that the fixture needs no lock file of its own to keep up to date.
    shell::write(&folder.join("Cargo.lock"), &shell::read(&workshop.file("Cargo.lock"))?)?;
    let mut cargo = workshop.cargo(&format!("run --quiet {arguments}"));
    cargo.current_dir(&folder).env("CARGO_TARGET_DIR", workshop.cache(name)).envs(variables.iter().copied());
    let output = shell::capture(&mut cargo)?;
    let told = format!("{name} ok");
    if output.lines().any(|line| line.trim() == told) {
        return Ok(());
    }
    Err(Problem::new(format!("the program did not print `{told}` but:\n{output}")))
}
