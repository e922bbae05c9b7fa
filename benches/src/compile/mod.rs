//! What views cost to compile, beside hand-written axum handlers.

mod report;
mod source;
mod workspace;

use self::source::Style;
use self::workspace::{Subject, Workspace};
use crate::Outcome;

const SIZES: [usize; 3] = [10, 100, 1000];
/// Odd, so that the median is a measured value.
const ROUNDS: usize = 5;

/// The seconds that one style took, one of each round.
#[derive(Default)]
struct Seconds {
    build: Vec<f64>,
    check: Vec<f64>,
    recheck: Vec<f64>,
    /// Bytes.
    program: u64,
}

/// Both styles with as many handlers.
struct Measured {
    handlers: usize,
    pyramidion: Seconds,
    axum: Seconds,
}

/// Compiles both styles in all sizes, and writes the chapter.
pub(crate) fn chapter() -> Outcome<String> {
    let workspace = Workspace::new()?;
    let mut subjects = Vec::new();
    for handlers in SIZES {
        let subject = |style| workspace.subject(style, handlers);
        subjects.push((handlers, subject(Style::Axum)?, subject(Style::Pyramidion)?));
    }
    eprintln!("compiling the dependencies");
    subjects[0].1.build()?;
    subjects[0].1.check()?;
    let measured = subjects.into_iter().map(measure).collect::<Outcome<Vec<_>>>()?;
    report::chapter(&measured)
}

/// The styles take turns, so that whatever else the machine does meets both.
fn measure((handlers, mut axum, mut pyramidion): (usize, Subject<'_>, Subject<'_>)) -> Outcome<Measured> {
    let mut measured = Measured { handlers, pyramidion: Seconds::default(), axum: Seconds::default() };
    for round in 1..=ROUNDS {
        eprintln!("compiling {handlers} handlers, round {round} of {ROUNDS}");
        one_round(&mut axum, &mut measured.axum)?;
        one_round(&mut pyramidion, &mut measured.pyramidion)?;
    }
    Ok(measured)
}

fn one_round(subject: &mut Subject<'_>, seconds: &mut Seconds) -> Outcome<()> {
    subject.clean()?;
    seconds.build.push(subject.build()?.as_secs_f64());
    seconds.program = subject.size()?;
    subject.clean()?;
    seconds.check.push(subject.check()?.as_secs_f64());
    subject.edit()?;
    seconds.recheck.push(subject.check()?.as_secs_f64());
    Ok(())
}
