//! Servers on free ports of the loopback interface, each with threads of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::mpsc;
use std::thread;

use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use actix_web::{App, HttpServer, Route};
use axum::Router;
use tokio::net::TcpListener;

use super::house;
use crate::Outcome;

const ANY_PORT: (Ipv4Addr, u16) = (Ipv4Addr::LOCALHOST, 0);

/// Calls `client` with the address of a server for these routes, which ends after that.
pub(super) fn with_axum<T>(
    routes: impl FnOnce() -> Router,
    client: impl FnOnce(SocketAddr) -> Outcome<T>,
) -> Outcome<T> {
    let runtime = house::runtime(None)?;
    let listener = runtime.block_on(TcpListener::bind(ANY_PORT))?;
    let address = listener.local_addr()?;
    let routes = {
        let _inside = runtime.enter();
        routes()
    };
    runtime.spawn(async move { axum::serve(listener, routes).await });
    client(address)
}

/// As [`with_axum`], for an actix-web server with one route, with as many workers as there are cores, which is its default.
pub(super) fn with_actix<T>(
    path: &'static str,
    route: fn() -> Route,
    client: impl FnOnce(SocketAddr) -> Outcome<T>,
) -> Outcome<T> {
    let (started, address) = mpsc::channel();
    let server = thread::spawn(move || serve_actix(path, route, &started).map_err(|error| error.to_string()));
    let Ok((address, handle)) = address.recv() else {
        server.join().expect("the server does not panic")?;
        return Err("actix-web's server ended before it started".into());
    };
    let outcome = client(address);
    System::new().block_on(handle.stop(false));
    server.join().expect("the server does not panic")?;
    outcome
}

fn serve_actix(
    path: &'static str,
    route: fn() -> Route,
    started: &mpsc::Sender<(SocketAddr, ServerHandle)>,
) -> Outcome<()> {
    System::new().block_on(async {
        let server = HttpServer::new(move || App::new().route(path, route())).disable_signals().bind(ANY_PORT)?;
        let address = server.addrs()[0];
        let server = server.run();
        started.send((address, server.handle()))?;
        Ok(server.await?)
    })
}
