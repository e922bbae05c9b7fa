//! Messages that come back.

use super::{AXUM, PEERS, TUNGSTENITE, echoes, open};
use crate::Outcome;
use crate::contest::{self, Better, Contest, Reading, Report, Side, Target};
use crate::effort::Effort;
use crate::load::{self, Crowd, Frames};
use crate::peer::{Peer, Server};

const CONNECTIONS: usize = 64;
const SIZES: [(&str, usize); 3] = [("20 B", 20), ("4 KiB", 4096), ("64 KiB", 65536)];
/// How many messages of a connection are on their way at once.
const WINDOWS: [usize; 2] = [1, 16];

const REPORT: Report = Report {
    unit: "Messages/s",
    better: Better::More,
    baseline: AXUM,
    limit: None,
    write: |value| format!("{value:.0}"),
    targets: &[Target::Reach(AXUM), Target::Reach(TUNGSTENITE), Target::AimAtTheBest(&PEERS)],
};

pub(super) fn section(effort: &Effort) -> Outcome<String> {
    let kinds = WINDOWS.into_iter().flat_map(|window| SIZES.map(|size| (size, window)));
    let contests = kinds.map(|(size, window)| contest(size, window, *effort));
    let standings = contests.map(|contest| contest.hold(effort.rounds)).collect::<Outcome<Vec<_>>>()?;
    Ok(format!("{}{}", introduction(effort), REPORT.write(&standings)?))
}

fn contest((name, size): (&str, usize), window: usize, effort: Effort) -> Contest {
    let is_small_talk = size == SIZES[0].1 && window == WINDOWS[0];
    let scale = is_small_talk.then(|| Peer::aiopyramid("/echo")).flatten();
    let sides = echoes()
        .into_iter()
        .chain(ours())
        .chain(scale)
        .map(|peer| Side { name: peer.name, measure: Box::new(move || measure(&peer, size, window, &effort)) });
    Contest { what: format!("{name}, {window} at once"), sides: sides.collect() }
}

/// Other views of pyramidion that do the same, for information.
fn ours() -> [Peer; 2] {
    [
        Peer::new("pyramidion, derived view", "with_pyramidion", "/echo/derived"),
        Peer::new("pyramidion, view that blocks", "with_pyramidion", "/echo/blocking"),
    ]
}

fn measure(peer: &Peer, size: usize, window: usize, effort: &Effort) -> Outcome<Reading> {
    let server = Server::start(peer)?;
    let streams = open(server.address(), peer.path, 0..CONNECTIONS)?;
    let mut crowd = Crowd::new(streams, Frames { size }, &load::message(size), window)?;
    let reading = contest::replies_per_second(&server, &mut crowd, window, effort);
    // Before its clients, so that it is not told of each of them.
    drop(server);
    reading
}

fn introduction(effort: &Effort) -> String {
    format!(
        "### Echo\n\n\
        {CONNECTIONS} connections, each of which sends a binary message for every one that comes back, with 1 or 16 on their way. The client's\n\
        frames are masked beforehand; of what comes back it reads the heads. Warmed up for {:?}, measured for {:?}; more is better.\n\n",
        effort.warm_up, effort.measured
    )
}
