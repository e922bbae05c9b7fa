//! The chapter on the executor, in Markdown.

use std::fmt::Write;

use super::contest::{ROUNDS, Row};
use crate::Outcome;
use crate::spread::Spread;

/// What a measurement counts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unit {
    Milliseconds,
    Microseconds,
    Nanoseconds,
    Kibibytes,
}

impl Unit {
    fn write(self, value: f64) -> String {
        match self {
            Self::Milliseconds => format!("{value:.0} ms"),
            Self::Microseconds => format!("{value:.2} µs"),
            Self::Nanoseconds => format!("{value:.1} ns"),
            Self::Kibibytes => format!("{value:.1} KiB"),
        }
    }
}

pub(super) fn chapter(rows: &[Row]) -> Outcome<String> {
    let mut text = introduction();
    text.push_str(
        "| Measured | Peer | The peer | pyramidion | Ratio | Target | Goal |\n|---|---|--:|--:|--:|---|---|\n",
    );
    for Row { what, unit, peer, ours, theirs } in rows {
        let ratio = Spread::of_ratios(ours, theirs);
        let [ours, theirs] = [ours, theirs].map(|side| unit.write(Spread::of(side.iter().copied()).median));
        let [target, goal] = [peer.limit, peer.goal].map(|limit| ratio.verdict(limit));
        writeln!(text, "| {what} | {} | {theirs} | {ours} | {ratio} | {target} | {goal} |", peer.name)?;
    }
    Ok(text)
}

fn introduction() -> String {
    format!(
        "## Executor\n\n\
        Jobs on an `Executor` with its default configuration, waiting in `synchronize`, beside jobs in tokio's\n\
        `spawn_blocking`, waiting in `Handle::block_on`, and in actix-web's `web::block`, which is `spawn_blocking` and lends\n\
        no way to wait. In one process, on multi-thread runtimes; each measurement has a runtime and an executor of its own,\n\
        whose threads have ended before the next one begins. The sides take turns, {ROUNDS} rounds; measurements are medians,\n\
        less is better, the ratio is the median of the rounds' ratios, with the least and the largest in brackets.\n\n\
        Each of the jobs that wait for 100 ms is awaited by a task of its own; the time is that until all are done. Empty jobs\n\
        are awaited by as many tasks as there are in flight, each one job after the other; the time is that between one job\n\
        done and the next, whichever task's. Memory is what the process grows by in resident memory, in a process for each\n\
        measurement. A request is sent by one of 64 clients that keep their connections, on a thread of the same process; the\n\
        time is that between one response and the next, whichever client's.\n\n"
    )
}
