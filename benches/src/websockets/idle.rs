//! The memory of websockets on which nothing happens.

use std::fmt::Write;
use std::thread;
use std::time::{Duration, Instant};

use super::{PYRAMIDION, echoes, open};
use crate::Outcome;
use crate::effort::Effort;
use crate::load::{self, Crowd, Frames};
use crate::peer::{Peer, Server};
use crate::spread::Spread;
use crate::turns;

/// Open before it is measured, so that what is made once is made.
const FIRST: usize = 100;
const ROUNDS: usize = 3;
const SIZE: usize = 20;
/// In bytes, of pyramidion's.
const TARGET: f64 = 8_000.0;
const GOAL: f64 = 5_500.0;
/// How far apart two looks at the memory are that must agree.
const PAUSE: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) fn section(effort: &Effort) -> Outcome<String> {
    let peers = echoes();
    let crowd = effort.crowd;
    let measures: Vec<_> = peers.iter().map(|peer| move || measure(peer, crowd)).collect();
    let sides: Vec<&dyn Fn() -> Outcome<f64>> = measures.iter().map(|measure| measure as _).collect();
    let measured = turns::take(&format!("{crowd} idle websockets"), ROUNDS.min(effort.rounds), &sides)?;
    let spreads: Vec<Spread> = measured.into_iter().map(Spread::of).collect();
    table(crowd, &peers.map(|peer| peer.name), &spreads)
}

fn table(crowd: usize, names: &[&str], spreads: &[Spread]) -> Outcome<String> {
    let mut text = introduction(crowd);
    for (name, Spread { median, min, max }) in names.iter().zip(spreads) {
        let verdict = |limit| if *median <= limit { "met" } else { "**missed**" };
        let (target, goal) = match *name {
            PYRAMIDION => (format!("≤ 8 kB: {}", verdict(TARGET)), format!("≤ 5.5 kB: {}", verdict(GOAL))),
            _ => ("–".to_owned(), "–".to_owned()),
        };
        let [median, min, max] = [median, min, max].map(|bytes| bytes / 1000.0);
        writeln!(text, "| {name} | {median:.1} ({min:.1} – {max:.1}) | {target} | {goal} |")?;
    }
    Ok(text)
}

/// The bytes of one more idle websocket.
fn measure(peer: &Peer, crowd: usize) -> Outcome<f64> {
    let server = Server::start(peer)?;
    let _first = talk_once(&server, peer.path, 0..FIRST)?;
    let before = settled(&server)?;
    let _others = talk_once(&server, peer.path, FIRST..FIRST + crowd)?;
    let grown = settled(&server)?.saturating_sub(before);
    // Before its clients, so that it is not told of each of them.
    drop(server);
    Ok(grown as f64 / crowd as f64)
}

/// Websockets that have been used once, for many keep what they have read into.
fn talk_once(server: &Server, path: &str, numbers: std::ops::Range<usize>) -> Outcome<Crowd<Frames>> {
    let streams = open(server.address(), path, numbers)?;
    let mut crowd = Crowd::new(streams, Frames { size: SIZE }, &load::message(SIZE), 1)?;
    crowd.send(1)?;
    crowd.gather(crowd.len())?;
    Ok(crowd)
}

/// The server's memory, once it no longer changes.
fn settled(server: &Server) -> Outcome<u64> {
    let started = Instant::now();
    let mut last = server.resident()?;
    loop {
        thread::sleep(PAUSE);
        let now = server.resident()?;
        if now == last || started.elapsed() > PATIENCE {
            return Ok(now);
        }
        last = now;
    }
}

fn introduction(crowd: usize) -> String {
    format!(
        "### Idle websockets\n\n\
        What the server's resident memory grows by for each of {crowd} websockets that have echoed one message of {SIZE} B and then wait,\n\
        besides {FIRST} that are open before, in kB of 1,000 bytes; what the kernel holds for a socket is not in it. Less is better.\n\n\
        | Server | kB | Target | Goal |\n|---|--:|---|---|\n"
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_pyramidion_is_held_to_a_size() {
        let spread = Spread::of([6_000.0]);
        let text = table(1, &[PYRAMIDION, "peer"], &[spread, spread]).unwrap();
        assert!(text.contains("| pyramidion | 6.0 (6.0 – 6.0) | ≤ 8 kB: met | ≤ 5.5 kB: **missed** |\n"), "{text}");
        assert!(text.ends_with("| peer | 6.0 (6.0 – 6.0) | – | – |\n"), "{text}");
    }
}
