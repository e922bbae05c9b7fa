//! Views under load, through sockets.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use actix_web::web;
use axum::Router;
use axum::routing::get;
use pyramidion::prelude::*;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::bridge::{Actix, Bridge, Tokio};
use super::contest::{Contest, Measure, Peer};
use super::report::Unit;
use super::server::{with_actix, with_axum};
use crate::Outcome;
use crate::connection;

const CLIENTS: u32 = 64;
/// Of each client.
const REQUESTS: u32 = 250;
const WARM_UP: u32 = 25;
const REQUEST: &str = "GET /hello HTTP/1.1\r\nhost: localhost\r\n\r\n";
const HELLO: &str = "hello, world";
const WAIT: Duration = Duration::from_millis(5);

pub(super) fn contests() -> Vec<Contest> {
    vec![
        contest(
            "a request to a coroutine",
            pyramidion(|config| config.add_view(hello {})),
            ["axum", "actix-web"],
            axum(|| Router::new().route("/hello", get(async || HELLO))),
            actix(|| web::get().to(async || HELLO)),
        ),
        contest(
            "a request to an `fn`",
            pyramidion(|config| config.add_view(blocking {})),
            ["axum with `spawn_blocking`", "actix-web with `web::block`"],
            axum(|| Router::new().route("/hello", get(async || Tokio.run(|| HELLO).await))),
            actix(|| web::get().to(async || Actix.run(|| HELLO).await)),
        ),
        contest(
            "a request to an `fn` that waits 5 ms",
            pyramidion(|config| config.add_view(waiting {})),
            ["axum with `spawn_blocking` and `Handle::block_on`", "actix-web with `web::block` and `Handle::block_on`"],
            axum(|| Router::new().route("/hello", get(async || Tokio.run(wait::<Tokio>).await))),
            actix(|| web::get().to(async || Actix.run(wait::<Actix>).await)),
        ),
    ]
}

#[view(path = "/hello")]
async fn hello() -> &'static str {
    HELLO
}

#[view(path = "/hello")]
fn blocking() -> &'static str {
    HELLO
}

#[view(path = "/hello")]
fn waiting() -> &'static str {
    pyramidion::synchronize(pause())
}

fn wait<B: Bridge>() -> &'static str {
    B::wait(pause())
}

async fn pause() -> &'static str {
    tokio::time::sleep(WAIT).await;
    HELLO
}

fn contest(
    what: &str,
    ours: Measure,
    [axum_name, actix_name]: [&'static str; 2],
    axum: Measure,
    actix: Measure,
) -> Contest {
    let peer = |name, measure| Peer { name, limit: None, goal: None, measure };
    let peers = vec![peer(axum_name, axum), peer(actix_name, actix)];
    Contest { what: what.to_owned(), unit: Unit::Microseconds, ours, peers }
}

fn pyramidion(add: fn(Configurator) -> Configurator) -> Measure {
    Box::new(move || with_axum(move || add(Configurator::new()).make_router(), load))
}

fn axum(routes: fn() -> Router) -> Measure {
    Box::new(move || with_axum(routes, load))
}

fn actix(route: fn() -> actix_web::Route) -> Measure {
    Box::new(move || with_actix("/hello", route, load))
}

/// The microseconds in which one more request is answered, with all clients at work.
fn load(server: SocketAddr) -> Outcome<f64> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        crowd(server, WARM_UP).await?;
        let started = Instant::now();
        crowd(server, REQUESTS).await?;
        Ok(started.elapsed().as_secs_f64() * 1e6 / f64::from(CLIENTS * REQUESTS))
    })
}

async fn crowd(server: SocketAddr, requests: u32) -> Outcome<()> {
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        clients.spawn(async move { client(server, requests).await.map_err(|error| error.to_string()) });
    }
    clients.join_all().await.into_iter().collect::<Result<(), String>>()?;
    Ok(())
}

async fn client(server: SocketAddr, requests: u32) -> Outcome<()> {
    let response = connection::talk(REQUEST, TcpStream::connect(server).await?, requests).await?;
    if response.starts_with(b"HTTP/1.1 200 OK\r\n") && response.ends_with(HELLO.as_bytes()) {
        return Ok(());
    }
    Err(format!("a server gave another response than the view's: {}", response.escape_ascii()).into())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_server_answers_every_kind_of_request() {
        for Contest { ours, peers, .. } in contests() {
            for measure in std::iter::once(&ours).chain(peers.iter().map(|peer| &peer.measure)) {
                assert!(measure().unwrap() > 0.0);
            }
        }
    }
}
