//! The chapter on instructions, in Markdown.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::profile::Profile;
use super::{Measured, ROUNDS, origin};
use crate::Outcome;
use crate::cases::Case;
use crate::spread::Spread;

/// The modules that a route with one plain view has on its path.
const PLAIN: [&str; 2] = ["httpexceptions", "view"];

pub(super) fn chapter(cases: &[Measured]) -> Outcome<String> {
    let mut text = introduction();
    table(&mut text, cases)?;
    plain_cases_run_nothing_else(&mut text, cases)?;
    whose_code(&mut text, cases)?;
    Ok(text)
}

fn introduction() -> String {
    format!(
        "## Instructions per request\n\n\
        Counted by callgrind, in process: a router with twenty other routes is built, then called many times with the same\n\
        request on a current-thread runtime, and the response's body is read to its end. Start-up cancels out, because the\n\
        counts of 200 and of 1,200 requests are subtracted. What it takes to make the request is counted alone and taken off\n\
        both sides. Release profile, {ROUNDS} rounds; the ratio is the median, with the least and the largest in brackets.\n\n\
        Both sides give a client the same bytes, the order of headers aside; the benches check that first. One header comes\n\
        about differently: axum's `get(…)` puts `content-length` into the response, while a view leaves it to hyper, which\n\
        writes it from the body's length. So the cases “with hyper and a connection” measure everything between reading the\n\
        request from a pipe in memory and reading the response from it, the pipe included.\n\n"
    )
}

fn table(text: &mut String, cases: &[Measured]) -> Outcome<()> {
    text.push_str("| Case | axum | pyramidion | Ratio | Target |\n|---|--:|--:|--:|---|\n");
    for measured in cases {
        let (ours, theirs) = (measured.net(&measured.pyramidion), measured.net(&measured.axum));
        let ratio = Spread::of_ratios(&ours, &theirs);
        let [ours, theirs] = [ours, theirs].map(|counts| Spread::of(counts).median);
        let verdict = ratio.verdict(measured.case.limit);
        writeln!(text, "| {} | {theirs:.0} | {ours:.0} | {ratio} | {verdict} |", measured.case.title)?;
    }
    Ok(())
}

/// Fails where a case that promises to be plain runs code of another module; and where a tween's code is not seen at all,
/// for then nothing would be.
fn plain_cases_run_nothing_else(text: &mut String, cases: &[Measured]) -> Outcome<()> {
    for measured in cases.iter().filter(|measured| measured.case.limit.is_some()) {
        let Case { renders, is_watched, .. } = measured.case;
        let more = renders.then_some("render").into_iter().chain(is_watched.then_some("watchdog"));
        let allowed: BTreeSet<&str> = PLAIN.into_iter().chain(more).collect();
        let ran = modules(&measured.pyramidion);
        if let Some(other) = ran.difference(&allowed).next() {
            return Err(format!("the plain case `{}` runs code of `pyramidion::{other}`", measured.case.name).into());
        }
    }
    if !cases.iter().any(|measured| modules(&measured.pyramidion).contains("tween")) {
        return Err(
            "no case runs code of `pyramidion::tween`, not even the one with a tween: are there line tables?".into()
        );
    }
    text.push_str(
        "\nWhat is not used costs nothing: callgrind attributes every instruction to the source line that it comes from, inlined\n\
        or not, and in the cases with a target it finds no module of pyramidion but `view`, `httpexceptions` (which looks\n\
        whether the response is an exception that waits for its body), with a renderer `render`, and `watchdog` unless it is\n\
        off. Nothing of tweens, the executor, websockets or Pyramid's request runs. The benches fail if that changes.\n",
    );
    Ok(())
}

fn modules(rounds: &[Profile]) -> BTreeSet<&str> {
    rounds.iter().flat_map(origin::modules).collect()
}

/// Where the instructions of the first two kinds of request go.
fn whose_code(text: &mut String, cases: &[Measured]) -> Outcome<()> {
    for name in ["text", "report"] {
        let Some(measured) = cases.iter().find(|measured| measured.case.name == name) else { continue };
        let [ours, theirs, nobody] =
            [&measured.pyramidion, &measured.axum, &measured.nobody].map(|rounds| origin::by_crate(&rounds[0]));
        let crates: BTreeSet<&str> = ours.keys().chain(theirs.keys()).copied().collect();
        writeln!(
            text,
            "\nWhose code that is, in “{}”:\n\n| Crate | axum | pyramidion |\n|---|--:|--:|",
            measured.case.title
        )?;
        for name in crates {
            let [ours, theirs] =
                [&ours, &theirs].map(|side| side.get(name).unwrap_or(&0.0) - nobody.get(name).unwrap_or(&0.0));
            if ours >= 10.0 || theirs >= 10.0 {
                writeln!(text, "| {name} | {theirs:.0} | {ours:.0} |")?;
            }
        }
    }
    Ok(())
}
