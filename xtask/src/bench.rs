//! `cargo xtask bench`: the benches write Markdown to their standard output, and that is BENCHMARKS.md.

use crate::install;
use crate::shell::{self, Problem};
use crate::workshop::Workshop;

pub(crate) fn run(workshop: &Workshop) -> Result<(), Problem> {
    install::program("valgrind", "valgrind")?;
    let report = shell::capture(&mut workshop.cargo("run --release --locked -p pyramidion-benches"))?;
    if report.trim().is_empty() {
        return Err(Problem::new("the benches wrote no report")
            .help("print the Markdown report to stdout, and the progress to stderr"));
    }
    shell::write(&workshop.file("BENCHMARKS.md"), &report)?;
    println!("wrote BENCHMARKS.md");
    Ok(())
}
