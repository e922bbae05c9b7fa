//! Servers under HTTP, side by side.

use crate::contest::{self, Better, Contest, Reading, Report, Side, Target};
use crate::effort::Effort;
use crate::load::{self, Crowd, Responses};
use crate::peer::{self, Peer, Server};
use crate::{Outcome, cores};

const CONNECTIONS: [usize; 3] = [1, 64, 1_000];
const BASELINE: &str = "axum::serve";
/// Where a server is that is there for its scale, not for a contest.
const FOR_SCALE: usize = 64;
/// Which answers what it always does, so it shows what the client can take.
const LIMIT: Peer = Peer::new("no HTTP: the client's limit", "with_nothing", "/plaintext");

const REPORT: Report = Report {
    unit: "Requests/s",
    better: Better::More,
    baseline: BASELINE,
    limit: Some(LIMIT.name),
    write: |value| format!("{value:.0}"),
    targets: &[Target::Reach(BASELINE), Target::Aim("actix-web")],
};

/// Measures all servers, and writes the chapter.
pub(crate) fn chapter(effort: &Effort) -> Outcome<String> {
    peer::prepare()?;
    cores::on_the_clients(|| {
        let contests = plain_text(*effort).chain(json(*effort));
        let standings = contests.map(|contest| contest.hold(effort.rounds)).collect::<Outcome<Vec<_>>>()?;
        Ok(format!("{}{}", introduction(effort), REPORT.write(&standings)?))
    })
}

fn plain_text(effort: Effort) -> impl Iterator<Item = Contest> {
    CONNECTIONS.into_iter().map(move |connections| {
        let scale = (connections == FOR_SCALE).then(|| Peer::aiopyramid("/plaintext")).flatten();
        let peers = peers("/plaintext").into_iter().chain([LIMIT]).chain(scale);
        contest("plain text", connections, peers, "Hello, World!", effort)
    })
}

fn json(effort: Effort) -> impl Iterator<Item = Contest> {
    CONNECTIONS
        .into_iter()
        .map(move |connections| contest("JSON", connections, peers("/json"), r#"{"message":"Hello, World!"}"#, effort))
}

fn peers(path: &'static str) -> [Peer; 5] {
    [
        Peer::new("pyramidion", "with_pyramidion", path),
        Peer::new(BASELINE, "with_axum", path),
        Peer::new("actix-web", "with_actix", path),
        Peer::new("Rocket", "with_rocket", path),
        Peer::new("hyper alone", "with_hyper", path),
    ]
}

fn contest(
    what: &str,
    connections: usize,
    peers: impl IntoIterator<Item = Peer>,
    body: &'static str,
    effort: Effort,
) -> Contest {
    let side =
        |peer: Peer| Side { name: peer.name, measure: Box::new(move || measure(&peer, connections, body, &effort)) };
    let plural = if connections == 1 { "" } else { "s" };
    Contest { what: format!("{what}, {connections} connection{plural}"), sides: peers.into_iter().map(side).collect() }
}

fn measure(peer: &Peer, connections: usize, body: &str, effort: &Effort) -> Outcome<Reading> {
    let server = Server::start(peer)?;
    load::expect_body(server.address(), peer.path, body)?;
    let streams = (0..connections).map(|nth| load::open(server.address(), nth)).collect::<Outcome<Vec<_>>>()?;
    let mut crowd = Crowd::new(streams, Responses, &load::request(peer.path), 1)?;
    let reading = contest::replies_per_second(&server, &mut crowd, 1, effort);
    // Before its clients, so that it is not told of each of them.
    drop(server);
    reading
}

fn introduction(effort: &Effort) -> String {
    let Effort { rounds, warm_up, measured, .. } = effort;
    format!(
        "## HTTP server\n\n{}\
        Each server is a program of its own (`benches/peers`), built for release, with the defaults that it ships with but for Nagle's\n\
        algorithm, which is off, and keeps to one core. The client is one thread on another core. Its connections stay open, and each\n\
        sends the next request once the response to the last one is there; a response is read as far as its status and its length.\n\
        The sides take turns, {rounds} rounds, in each of which every server is started anew, warmed up for {warm_up:?} and measured for\n\
        {measured:?}. Measurements are medians, more is better; a ratio is the median of the rounds' ratios, with the least and the\n\
        largest in brackets.\n\n\
        A server that is busy for less than all of the time waits for the client. How much the client can take shows beside a\n\
        server that writes the same bytes for whatever it reads.\n\
        {}\n\n",
        effort.warning(),
        peer::note_on_python()
    )
}
