//! A linker may drop what nothing names: registrations must survive each way to build.

use crate::shell::{self, Problem};
use crate::workshop::Workshop;

const LTO: &[(&str, &str)] = &[("CARGO_PROFILE_RELEASE_LTO", "fat"), ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1")];
const BUILDS: &[(&str, &[(&str, &str)])] = &[("", &[]), ("--release", &[]), ("--release", LTO)];

pub(super) fn run(workshop: &Workshop) -> Result<(), Problem> {
    let fixture = workshop.file("tests/fixtures/scan");
    // The workspace's versions, so that the fixture needs no lock file of its own to keep up to date.
    shell::write(&fixture.join("Cargo.lock"), &shell::read(&workshop.file("Cargo.lock"))?)?;
    for (profile, variables) in BUILDS {
        let mut cargo = workshop.cargo(&format!("run --quiet --package app {profile}"));
        cargo.current_dir(&fixture).env("CARGO_TARGET_DIR", workshop.cache("scan")).envs(variables.iter().copied());
        let output = shell::capture(&mut cargo)?;
        if !output.lines().any(|line| line.trim() == "scan ok") {
            return Err(Problem::new(format!("the application did not print `scan ok` but:\n{output}")));
        }
    }
    Ok(())
}
