//! Instructions per request, beside a hand-written axum handler.

mod callgrind;
mod origin;
mod profile;
mod report;

use std::thread;

use self::profile::Profile;
use crate::Outcome;
use crate::cases::{ALL, Case};
use crate::drive::{Side, answer};

/// Counts differ between rounds only where a hash map's random seed decides.
const ROUNDS: usize = 3;

/// The counts of a case, one of each round.
struct Measured {
    case: &'static Case,
    pyramidion: Vec<Profile>,
    axum: Vec<Profile>,
    /// What making a request takes, which belongs to neither side.
    nobody: Vec<Profile>,
}

impl Measured {
    fn net(&self, side: &[Profile]) -> Vec<f64> {
        side.iter().zip(&self.nobody).map(|(side, nobody)| side.total() - nobody.total()).collect()
    }
}

/// Counts all cases, and writes the chapter.
pub(crate) fn chapter() -> Outcome<String> {
    for case in ALL {
        gives_the_same_answer(case)?;
    }
    let cases: Vec<Measured> = ALL.iter().map(measure).collect::<Outcome<_>>()?;
    report::chapter(&cases)
}

fn gives_the_same_answer(case: &Case) -> Outcome<()> {
    let (ours, theirs) = (answer(case, case.pyramidion)?, answer(case, case.axum)?);
    if ours == theirs {
        return Ok(());
    }
    let name = case.name;
    Err(format!("the two sides of `{name}` answer differently:\n{}\n\n{}", ours.join("\n"), theirs.join("\n")).into())
}

fn measure(case: &'static Case) -> Outcome<Measured> {
    eprintln!("counting {}", case.name);
    let rounds =
        |side| move || (0..ROUNDS).map(|_| callgrind::count(case, side).map_err(|error| error.to_string())).collect();
    let [pyramidion, axum, nobody] = thread::scope(|scope| {
        Side::ALL
            .map(|side| scope.spawn(rounds(side)))
            .map(|side| -> Result<Vec<Profile>, String> { side.join().expect("counting does not panic") })
    });
    Ok(Measured { case, pyramidion: pyramidion?, axum: axum?, nobody: nobody? })
}
