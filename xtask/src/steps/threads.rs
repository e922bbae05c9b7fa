//! The executor's threads, looked at by those who see more than a test: loom, Miri and `ThreadSanitizer`.

use std::path::Path;
use std::process::Command;

use crate::install;
use crate::shell::{self, Problem};
use crate::workshop::Workshop;

/// For `ThreadSanitizer` the target must be named, so that build scripts and macros are built without it.
const TARGET: &str = "x86_64-unknown-linux-gnu";

const EXECUTOR: &[&str] = &["executor::"];

/// crossbeam-epoch, which a recorder of the metrics crate is built on, keeps to the newer of Miri's two rules of aliasing alone.
const TREE_BORROWS: &[&str] = &["executor::tests::measuring::the_recorder"];

pub(super) fn loom(workshop: &Workshop) -> Result<(), Problem> {
    let mut cargo = workshop.cargo("test --locked --release --package pyramidion --lib");
    cargo.env("RUSTFLAGS", "--cfg pyramidion_loom");
    run_tests(&mut cargo, &workshop.cache("loom"), &["executor::models"], &[])
}

pub(super) fn miri(workshop: &Workshop) -> Result<(), Problem> {
    if !install::nightly_component(workshop, "miri") {
        workshop.note(
            "NOT CHECKED: undefined behaviour (Miri, a component of nightly Rust, cannot be installed from here)",
        );
        return Ok(());
    }
    run_in_miri(workshop, "", EXECUTOR, TREE_BORROWS)?;
    run_in_miri(workshop, "-Zmiri-tree-borrows", TREE_BORROWS, &[])
}

fn run_in_miri(workshop: &Workshop, rules: &str, chosen: &[&str], skipped: &[&str]) -> Result<(), Problem> {
    let mut cargo = nightly(workshop, "miri test --locked --package pyramidion --lib");
    // The tests read the clock, which Miri's own world has not, and end while threads of executors are idle. Each backtrace of
    // a panic would take it seconds.
    let flags = format!("-Zmiri-disable-isolation -Zmiri-ignore-leaks {rules}");
    cargo.env("MIRIFLAGS", flags.trim_end()).env("RUST_BACKTRACE", "0");
    run_tests(&mut cargo, &workshop.cache("miri"), chosen, skipped)
}

pub(super) fn tsan(workshop: &Workshop) -> Result<(), Problem> {
    if !cfg!(all(target_arch = "x86_64", target_os = "linux")) {
        workshop.note("NOT CHECKED: data races (ThreadSanitizer is set up for x86-64 Linux alone)");
        return Ok(());
    }
    if !install::nightly_component(workshop, "rust-src") {
        workshop.note(
            "NOT CHECKED: data races (rust-src of nightly Rust, for ThreadSanitizer, cannot be installed from here)",
        );
        return Ok(());
    }
    let mut cargo = nightly(workshop, "test --locked -Zbuild-std --package pyramidion --lib --target");
    cargo.arg(TARGET).env("RUSTFLAGS", "-Zsanitizer=thread").env("TSAN_OPTIONS", "halt_on_error=1");
    run_tests(&mut cargo, &workshop.cache("tsan"), EXECUTOR, &[])
}

fn nightly(workshop: &Workshop, arguments: &str) -> Command {
    let mut command = workshop.command("rustup");
    command.args(["run", "nightly", "cargo"]).args(arguments.split_whitespace());
    // Those of the toolchain that runs this.
    command.env_remove("CARGO").env_remove("RUSTC").env_remove("LD_LIBRARY_PATH");
    command
}

/// Tests whose names contain one of `chosen` and none of `skipped`. That there are none is a failure, too.
fn run_tests(cargo: &mut Command, target: &Path, chosen: &[&str], skipped: &[&str]) -> Result<(), Problem> {
    cargo.env("CARGO_TARGET_DIR", target).arg("--").args(chosen);
    cargo.args(skipped.iter().flat_map(|name| ["--skip", name]));
    let output = shell::capture(cargo)?;
    print!("{output}");
    if passed(&output) == 0 {
        return Err(Problem::new(format!("no test is named like {}", chosen.join(" or ")))
            .help("name the tests that there are in xtask/src/steps/threads.rs"));
    }
    Ok(())
}

/// How many tests passed, by what the test program says at its end.
fn passed(output: &str) -> u32 {
    let results = output.lines().filter_map(|line| line.strip_prefix("test result: ok. "));
    results.filter_map(|line| line.split_once(" passed")?.0.parse::<u32>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passed_tests_are_counted() {
        let output =
            "running 2 tests\ntest result: ok. 2 passed; 0 failed; 0 ignored\ntest result: ok. 3 passed; 0 failed\n";
        assert_eq!(passed(output), 5);
        assert_eq!(passed("test result: ok. 0 passed; 0 failed\n"), 0);
        assert_eq!(passed("test result: FAILED. 4 passed; 1 failed\n"), 0);
    }
}
