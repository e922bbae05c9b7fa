//! The chapter on compiling, in Markdown.

use std::fmt::Write;

use super::{Measured, ROUNDS, Seconds};
use crate::Outcome;
use crate::spread::Spread;

struct Timed {
    what: &'static str,
    seconds: fn(&Seconds) -> &[f64],
    /// What the project promises for the largest size.
    limit: f64,
}

const TIMED: [Timed; 3] = [
    Timed { what: "build", seconds: |side| &side.build, limit: 0.6 },
    Timed { what: "check", seconds: |side| &side.check, limit: 1.5 },
    Timed { what: "check after an edit", seconds: |side| &side.recheck, limit: 3.0 },
];

pub(super) fn chapter(measured: &[Measured]) -> Outcome<String> {
    let mut text = introduction();
    times(&mut text, measured)?;
    sizes(&mut text, measured)?;
    Ok(text)
}

fn introduction() -> String {
    format!(
        "## Compile cost\n\n\
        Two generated crates have the same handlers, each with a path parameter and a query, in modules of fifty:\n\n\
        ```rust,ignore\n\
        #[view(path = \"/h17/{{id}}\")]\n\
        async fn h17(id: u32, Query(page): Query<Page>) -> String {{ … }}         // and `scan(package!())` in main\n\n\
        async fn h17(Path(id): Path<u32>, Query(page): Query<Page>) -> String {{ … }}  // and in a function of each module\n\
        Router::new().route(\"/h0/{{id}}\", get(h0)).route(…)…                        // a chain of fifty, merged by main\n\
        ```\n\n\
        Debug profile, incremental as cargo has it. The dependencies are compiled beforehand; the times are of `cargo build`\n\
        (with linking) and `cargo check` of the crate alone from nothing, and of `cargo check` after the body of one handler\n\
        has changed. The two take turns, {ROUNDS} rounds; times are medians, the ratio is the median of the rounds' ratios,\n\
        with the least and the largest in brackets.\n\n"
    )
}

fn times(text: &mut String, measured: &[Measured]) -> Outcome<()> {
    text.push_str("| Handlers | What | axum | pyramidion | Ratio | Target |\n|--:|---|--:|--:|--:|---|\n");
    let largest = measured.iter().map(|measured| measured.handlers).max();
    for Timed { what, seconds, limit } in TIMED {
        for Measured { handlers, pyramidion, axum } in measured {
            let (ours, theirs) = (seconds(pyramidion), seconds(axum));
            let ratio = Spread::of_ratios(ours, theirs);
            let verdict = ratio.verdict((Some(*handlers) == largest).then_some(limit));
            let [ours, theirs] = [ours, theirs].map(|seconds| Spread::of(seconds.iter().copied()).median);
            writeln!(text, "| {handlers} | {what} | {theirs:.2} s | {ours:.2} s | {ratio} | {verdict} |")?;
        }
    }
    Ok(())
}

fn sizes(text: &mut String, measured: &[Measured]) -> Outcome<()> {
    text.push_str("\nThe programs, debug information included:\n\n");
    text.push_str("| Handlers | axum | pyramidion | Ratio |\n|--:|--:|--:|--:|\n");
    for Measured { handlers, pyramidion, axum } in measured {
        let [ours, theirs] = [pyramidion, axum].map(|side| mebibytes(side.program));
        writeln!(text, "| {handlers} | {theirs:.1} MiB | {ours:.1} MiB | {:.2} |", ours / theirs)?;
    }
    Ok(())
}

fn mebibytes(bytes: u64) -> f64 {
    // Exact up to 2^53 bytes, which no program reaches.
    bytes as f64 / f64::from(1 << 20)
}
