//! cargo-deny, by the rules in deny.toml.

use crate::install;
use crate::shell::{self, Problem};
use crate::workshop::Workshop;

const VERSION: &str = "0.20.2";

pub(super) fn run(workshop: &Workshop) -> Result<(), Problem> {
    let deny = install::cargo_tool(workshop, "cargo-deny", VERSION)?;
    shell::run(workshop.command(&deny).args(["--locked", "check", "bans", "licenses", "sources"]))?;

    install::program("git", "git")?;
    // A network without the database is no fault of the project; an advisory is.
    match shell::run(workshop.command(&deny).args(["fetch", "db"]).env("GIT_TERMINAL_PROMPT", "0")) {
        Ok(()) => shell::run(workshop.command(&deny).args(["--locked", "check", "--disable-fetch", "advisories"])),
        Err(_) => {
            workshop.note("NOT CHECKED: advisories (the advisory database cannot be fetched from here)");
            Ok(())
        }
    }
}
