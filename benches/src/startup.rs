//! How long it takes to build an application, by the number of its routes.

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use axum::Router;

use crate::Outcome;
use crate::cases;
use crate::spread::Spread;

const ROUTES: [usize; 4] = [10, 100, 1_000, 10_000];
const ROUNDS: usize = 7;

/// Builds applications of all sizes, and writes the chapter.
pub(crate) fn chapter() -> Outcome<String> {
    let mut text = format!(
        "## Start-up by the number of routes\n\n\
        The time to build a router in which one handler stands under so many prefixes: `/r0/{{id}}`, `/r1/{{id}}`, … The two sides take\n\
        turns, {ROUNDS} rounds; the ratio is the median, with the least and the largest in brackets. What finding one of these routes\n\
        takes is counted above.\n\n\
        | Routes | axum | pyramidion | Ratio | pyramidion, each route |\n|--:|--:|--:|--:|--:|\n"
    );
    for routes in ROUTES {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for round in 1..=ROUNDS {
            eprintln!("building {routes} routes, round {round} of {ROUNDS}");
            ours.push(microseconds(|| cases::application(routes)));
            theirs.push(microseconds(|| cases::router(routes)));
        }
        let ratio = Spread::of_ratios(&ours, &theirs);
        let [ours, theirs] = [ours, theirs].map(|times| Spread::of(times).median);
        let each = ours / f64::from(u32::try_from(routes)?);
        writeln!(text, "| {routes} | {theirs:.0} µs | {ours:.0} µs | {ratio} | {each:.1} µs |")?;
    }
    Ok(text)
}

fn microseconds(build: impl FnOnce() -> Router) -> f64 {
    let started = Instant::now();
    let _router = black_box(build());
    started.elapsed().as_secs_f64() * 1e6
}
