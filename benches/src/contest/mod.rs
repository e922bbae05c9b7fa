//! Servers that are measured in turns, and what came out.

mod report;

use crate::Outcome;
use crate::effort::Effort;
use crate::load::{Crowd, Protocol};
use crate::peer::Server;
use crate::spread::Spread;
use crate::turns;

pub(crate) use self::report::{Better, Report, Target};

/// One measurement of one side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    pub(crate) value: f64,
    /// The part of the time that the server's core was at work for the server.
    pub(crate) busy: Option<f64>,
}

/// Who is measured, and how.
pub(crate) struct Side {
    pub(crate) name: &'static str,
    pub(crate) measure: Box<dyn Fn() -> Outcome<Reading>>,
}

/// What is measured of several sides.
pub(crate) struct Contest {
    pub(crate) what: String,
    pub(crate) sides: Vec<Side>,
}

/// What came out of a contest: each side's readings, one of each round.
#[derive(Debug)]
pub(crate) struct Standing {
    what: String,
    sides: Vec<(&'static str, Vec<Reading>)>,
}

impl Contest {
    /// Measures all sides, in turns.
    pub(crate) fn hold(self, rounds: usize) -> Outcome<Standing> {
        let Self { what, sides } = self;
        let measures: Vec<&dyn Fn() -> Outcome<Reading>> = sides.iter().map(|side| &*side.measure as _).collect();
        let readings = turns::take(&what, rounds, &measures)?;
        Ok(Standing { what, sides: sides.iter().map(|side| side.name).zip(readings).collect() })
    }
}

impl Standing {
    fn values(&self, name: &str) -> Option<Vec<f64>> {
        let (_, readings) = self.sides.iter().find(|(side, _)| *side == name)?;
        Some(readings.iter().map(|reading| reading.value).collect())
    }

    /// One side in proportion to another, if both took part.
    fn ratio(&self, name: &str, other: &str) -> Option<Spread> {
        Some(Spread::of_ratios(&self.values(name)?, &self.values(other)?))
    }
}

/// How many replies a crowd gets in a second, and how busy the server is with them.
pub(crate) fn replies_per_second<P: Protocol>(
    server: &Server,
    crowd: &mut Crowd<P>,
    window: usize,
    effort: &Effort,
) -> Outcome<Reading> {
    crowd.send(window)?;
    crowd.converse(effort.warm_up)?;
    let before = server.cpu_time()?;
    let value = crowd.converse(effort.measured)?;
    if value == 0.0 {
        return Err(format!("no reply came within {:?}", effort.measured).into());
    }
    let used = before.zip(server.cpu_time()?).map(|(before, after)| after.saturating_sub(before));
    let busy = used.map(|used| (used.as_secs_f64() / effort.measured.as_secs_f64()).min(1.0));
    Ok(Reading { value, busy })
}
