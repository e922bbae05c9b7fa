//! `cargo xtask bench`: the benches write Markdown to their standard output, and that is BENCHMARKS.md.

use crate::install;
use crate::shell::{self, Problem};
use crate::workshop::Workshop;

/// A chapter of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Instructions,
    Startup,
    Compile,
    Executor,
}

impl Part {
    pub(crate) const ALL: [Self; 4] = [Self::Instructions, Self::Startup, Self::Compile, Self::Executor];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Instructions => "instructions",
            Self::Startup => "startup",
            Self::Compile => "compile",
            Self::Executor => "executor",
        }
    }
}

/// Writes the whole report to BENCHMARKS.md, or one part of it to the screen.
pub(crate) fn run(part: Option<Part>, workshop: &Workshop) -> Result<(), Problem> {
    if part.is_none_or(|part| part == Part::Instructions) {
        install::program("valgrind", "valgrind")?;
    }
    // The profile is the release profile, with the line tables that callgrind reads.
    let mut benches = workshop.cargo("run --profile bench --locked -p pyramidion-benches --");
    let Some(part) = part else {
        let report = report(&mut benches)?;
        shell::write(&workshop.file("BENCHMARKS.md"), &report)?;
        println!("wrote BENCHMARKS.md");
        return Ok(());
    };
    println!("{}", report(benches.args(["--only", part.name()]))?);
    Ok(())
}

fn report(benches: &mut std::process::Command) -> Result<String, Problem> {
    let report = shell::capture(benches)?;
    if report.trim().is_empty() {
        return Err(Problem::new("the benches wrote no report")
            .help("print the Markdown report to stdout, and the progress to stderr"));
    }
    Ok(report)
}
