//! Websockets, side by side.

mod echo;
mod fan_out;
mod idle;

use std::net::{SocketAddr, TcpStream};

use crate::effort::Effort;
use crate::peer::{self, Peer};
use crate::{Outcome, cores, load};

const PYRAMIDION: &str = "pyramidion";
const AXUM: &str = "axum `ws`";
const TUNGSTENITE: &str = "tokio-tungstenite";
const SMALL_TUNGSTENITE: &str = "tokio-tungstenite, reading 4 KiB";
const FASTWEBSOCKETS: &str = "fastwebsockets";
const TOKIO_WEBSOCKETS: &str = "tokio-websockets";
const ACTIX: &str = "actix-ws";

/// All but pyramidion.
const PEERS: [&str; 6] = [AXUM, TUNGSTENITE, SMALL_TUNGSTENITE, FASTWEBSOCKETS, TOKIO_WEBSOCKETS, ACTIX];

/// Measures everything, and writes the chapter.
pub(crate) fn chapter(effort: &Effort) -> Outcome<String> {
    peer::prepare()?;
    cores::on_the_clients(|| {
        let sections = [echo::section(effort)?, idle::section(effort)?, fan_out::section(effort)?];
        Ok(format!("## Websockets\n\n{}{}{}", effort.warning(), introduction(effort), sections.join("\n")))
    })
}

/// All who send messages back, with an `async fn` or what is most like it.
fn echoes() -> [Peer; 7] {
    [
        Peer::new(PYRAMIDION, "with_pyramidion", "/echo"),
        Peer::new(AXUM, "with_axum", "/echo"),
        Peer::new(TUNGSTENITE, "with_tokio_tungstenite", "/echo"),
        Peer::with(SMALL_TUNGSTENITE, "with_tokio_tungstenite", "--small-buffers", "/echo"),
        Peer::new(FASTWEBSOCKETS, "with_fastwebsockets", "/echo"),
        Peer::new(TOKIO_WEBSOCKETS, "with_tokio_websockets", "/echo"),
        Peer::new(ACTIX, "with_actix", "/echo"),
    ]
}

/// Opens the websockets of these numbers, one after the other.
fn open(server: SocketAddr, path: &str, numbers: std::ops::Range<usize>) -> Outcome<Vec<TcpStream>> {
    numbers.map(|nth| load::upgrade(load::open(server, nth)?, path)).collect()
}

fn introduction(effort: &Effort) -> String {
    format!(
        "Servers and client are as in the chapter on HTTP: a program each, one core for each side, defaults but for Nagle's algorithm,\n\
        {} rounds in turns. tokio-tungstenite and tokio-websockets read the bare socket; the others come over an HTTP server's\n\
        upgrade. {}\n\n",
        effort.rounds,
        peer::note_on_python()
    )
}
