//! The executor, beside what others have jobs that block run on.

mod bridge;
mod calls;
mod contest;
mod empty;
mod house;
mod http;
mod memory;
mod report;
mod server;
mod waiting;

use self::contest::Contest;
use crate::Outcome;

pub(crate) use self::memory::measure as measure_memory;

/// Measures everything, and writes the chapter.
pub(crate) fn chapter() -> Outcome<String> {
    let contests = [waiting::contests(), calls::contests(), empty::contests(), memory::contests(), http::contests()];
    let rows = contests.into_iter().flatten().map(Contest::hold).collect::<Outcome<Vec<_>>>()?;
    report::chapter(&rows.into_iter().flatten().collect::<Vec<_>>())
}
