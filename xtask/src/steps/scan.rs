//! A linker may drop what nothing names: registrations must survive each way to build.

use super::fixture;
use crate::shell::Problem;
use crate::workshop::Workshop;

const LTO: &[(&str, &str)] = &[("CARGO_PROFILE_RELEASE_LTO", "fat"), ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1")];
const BUILDS: &[(&str, &[(&str, &str)])] = &[("", &[]), ("--release", &[]), ("--release", LTO)];

pub(super) fn run(workshop: &Workshop) -> Result<(), Problem> {
    BUILDS.iter().try_for_each(|(profile, variables)| {
        fixture::run(workshop, "scan", &format!("--package app {profile}"), variables)
    })
}
