//! Runs steps one after another and tells how they went.

use std::process::ExitCode;
use std::time::Instant;

use crate::shell::Problem;
use crate::steps::Step;
use crate::workshop::Workshop;

/// Stops at the first failure: what comes after it would mostly fail for the same reason.
pub(crate) fn run(steps: &[&Step], workshop: &Workshop) -> ExitCode {
    let mut lines = Vec::new();
    let mut failed = 0;
    for step in steps {
        let (outcome, seconds) = run_one(step, workshop);
        let word = if outcome.is_ok() { "ok" } else { "FAILED" };
        lines.push(format!("{:<9}{word:<7}{seconds:>7.1} s", step.name));
        if let Err(problem) = outcome {
            println!("{problem}");
            failed += 1;
            break;
        }
    }
    let passed = lines.len() - failed;
    lines.extend(steps.iter().skip(lines.len()).map(|step| format!("{:<9}not run", step.name)));
    lines.extend(workshop.notes());
    println!("\n== summary\n{}\n{passed} passed, {failed} failed", lines.join("\n"));
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run_one(step: &Step, workshop: &Workshop) -> (Result<(), Problem>, f64) {
    println!("\n== {}: {}", step.name, step.checks);
    let start = Instant::now();
    let outcome = (step.run)(workshop).map_err(|problem| problem.or_help(step.remedy));
    let seconds = start.elapsed().as_secs_f64();
    println!("== {} took {seconds:.1} s", step.name);
    (outcome, seconds)
}
