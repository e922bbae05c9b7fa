//! What cargo itself checks.

use crate::install;
use crate::shell::{self, Problem};
use crate::workshop::Workshop;

pub(super) fn fmt(workshop: &Workshop) -> Result<(), Problem> {
    install::rust_component(workshop, "fmt", "rustfmt")?;
    shell::run(&mut workshop.cargo("fmt --all --check"))
}

pub(super) fn clippy(workshop: &Workshop) -> Result<(), Problem> {
    install::rust_component(workshop, "clippy", "clippy")?;
    shell::run(&mut workshop.cargo("clippy --workspace --all-targets --locked -- -D warnings"))
}

pub(super) fn doc(workshop: &Workshop) -> Result<(), Problem> {
    shell::run(workshop.cargo("doc --workspace --no-deps --locked").env("RUSTDOCFLAGS", "-D warnings"))
}

pub(super) fn test(workshop: &Workshop) -> Result<(), Problem> {
    shell::run(&mut workshop.cargo("test --workspace --locked"))
}
