//! One message to everybody.

use std::time::Instant;

use super::{PYRAMIDION, SMALL_TUNGSTENITE, TUNGSTENITE, open};
use crate::Outcome;
use crate::contest::{Better, Contest, Reading, Report, Side, Target};
use crate::effort::Effort;
use crate::load::{self, Crowd, Frames};
use crate::peer::{Peer, Server};
use crate::spread::Spread;

const SIZE: usize = 100;
/// To the same sockets; odd, so that the median is a measured value.
const MESSAGES: usize = 5;

const REPORT: Report = Report {
    unit: "Milliseconds",
    better: Better::Less,
    baseline: TUNGSTENITE,
    limit: None,
    write: |value| format!("{value:.1}"),
    targets: &[Target::Aim(TUNGSTENITE)],
};

pub(super) fn section(effort: &Effort) -> Outcome<String> {
    let crowd = effort.crowd;
    let sides =
        peers().into_iter().map(|peer| Side { name: peer.name, measure: Box::new(move || measure(&peer, crowd)) });
    let contest = Contest { what: format!("one message to {crowd} websockets"), sides: sides.collect() };
    let standing = contest.hold(effort.rounds)?;
    Ok(format!("{}{}", introduction(), REPORT.write(&[standing])?))
}

fn peers() -> [Peer; 3] {
    [
        Peer::new(PYRAMIDION, "with_pyramidion", "/fan-out"),
        Peer::new(TUNGSTENITE, "with_tokio_tungstenite", "/fan-out"),
        Peer::with(SMALL_TUNGSTENITE, "with_tokio_tungstenite", "--small-buffers", "/fan-out"),
    ]
}

/// The milliseconds until everybody has a message, and how busy the server is meanwhile.
fn measure(peer: &Peer, crowd: usize) -> Outcome<Reading> {
    let server = Server::start(peer)?;
    let mut streams = open(server.address(), peer.path, 0..crowd)?;
    streams.iter_mut().try_for_each(load::expect_pong)?;
    let mut crowd = Crowd::new(streams, Frames { size: SIZE }, &load::message(SIZE), 1)?;
    tell_everybody(&mut crowd)?;
    let (started, before) = (Instant::now(), server.cpu_time()?);
    let times = (0..MESSAGES).map(|_| tell_everybody(&mut crowd)).collect::<Outcome<Vec<f64>>>()?;
    let used = before.zip(server.cpu_time()?).map(|(before, after)| after.saturating_sub(before));
    let busy = used.map(|used| (used.as_secs_f64() / started.elapsed().as_secs_f64()).min(1.0));
    // Before its clients, so that it is not told of each of them.
    drop(server);
    Ok(Reading { value: Spread::of(times).median, busy })
}

fn tell_everybody(crowd: &mut Crowd<Frames>) -> Outcome<f64> {
    let started = Instant::now();
    crowd.send_one()?;
    crowd.gather(crowd.len())?;
    Ok(started.elapsed().as_secs_f64() * 1e3)
}

fn introduction() -> String {
    format!(
        "### Fan-out\n\n\
        A message of {SIZE} B that one client sends is sent to all, by pyramidion through a list of senders, encoded once, and\n\
        beside it through a `tokio::sync::broadcast` channel that each websocket's task receives from. The time is that from the first byte to the last client that has it, the median of {MESSAGES} messages; less is\n\
        better.\n\n"
    )
}
