//! The project's chores: `cargo xtask test` runs all checks, `cargo xtask bench` measures.

mod bench;
mod cli;
mod install;
mod runner;
mod shell;
mod steps;
mod workshop;

use std::process::ExitCode;

use cli::Chore;
use workshop::Workshop;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match cli::parse(&arguments, steps::ALL) {
        Ok(Chore::Help) => print!("{}", cli::HELP),
        Ok(Chore::List) => print!("{}", cli::list(steps::ALL)),
        Ok(Chore::Test(chosen)) => return runner::run(&chosen, &Workshop::new()),
        Ok(Chore::Bench(part, is_quick)) => return finish(bench::run(part, is_quick, &Workshop::new())),
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn finish(outcome: Result<(), shell::Problem>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
