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
    Server,
    Websockets,
}

impl Part {
    pub(crate) const ALL: [Self; 6] =
        [Self::Instructions, Self::Startup, Self::Compile, Self::Executor, Self::Server, Self::Websockets];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Instructions => "instructions",
            Self::Startup => "startup",
            Self::Compile => "compile",
            Self::Executor => "executor",
            Self::Server => "server",
            Self::Websockets => "websockets",
        }
    }

    /// Whether it starts the servers of `benches/peers`, which can be measured quickly too.
    pub(crate) fn is_about_servers(self) -> bool {
        matches!(self, Self::Server | Self::Websockets)
    }
}

/// Writes the whole report to BENCHMARKS.md, or one part of it to the screen. A quick run shows that the part works, and measures
/// nothing.
pub(crate) fn run(part: Option<Part>, is_quick: bool, workshop: &Workshop) -> Result<(), Problem> {
    if part.is_none_or(|part| part == Part::Instructions) {
        install::program("valgrind", "valgrind")?;
    }
    // The profile is the release profile, with the line tables that callgrind reads.
    let mut benches = workshop.cargo("run --profile bench --locked -p pyramidion-benches --");
    if part.is_none_or(Part::is_about_servers) {
        match install::aiopyramid(workshop) {
            Ok(python) => drop(benches.env("AIOPYRAMID_PYTHON", python)),
            Err(problem) => workshop.note(&format!("WITHOUT aiopyramid: {problem}")),
        }
    }
    let Some(part) = part else {
        let report = report(&mut benches)?;
        shell::write(&workshop.file("BENCHMARKS.md"), &report)?;
        println!("wrote BENCHMARKS.md");
        return Ok(());
    };
    benches.args(["--only", part.name()]).args(is_quick.then_some("--quick"));
    println!("{}", report(&mut benches)?);
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
