//! Where a panic ends the process, no job is unwound from its wait.

use super::fixture;
use crate::shell::Problem;
use crate::workshop::Workshop;

pub(super) fn run(workshop: &Workshop) -> Result<(), Problem> {
    fixture::run(workshop, "abort", "", &[])
}
