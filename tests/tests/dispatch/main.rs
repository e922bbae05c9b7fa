//! From a request to its view: routes, traversal, view lookup, and what stands around the view.

#![allow(clippy::unwrap_used)]

mod append_slash;
mod around;
mod callbacks;
mod events;
mod exceptions;
mod hybrid;
mod mismatches;
mod mistakes;
mod permissions;
mod plain;
mod routes;
mod spelling;
mod threads;
mod traversal;
mod tree;
mod websockets;

use pyramidion::prelude::*;
use pyramidion::testing::TestApp;

/// Asks for each target by GET and compares status and text.
#[track_caller]
fn assert_answers(app: &TestApp, expected: &[(&str, u16, &str)]) -> impl Future<Output = ()> {
    let caller = std::panic::Location::caller();
    async move {
        for (target, status, text) in expected {
            let answer = app.get(target).await;
            assert_eq!((answer.status().as_u16(), answer.text()), (*status, *text), "GET {target}, from {caller}");
        }
    }
}

/// Asks for each target by GET and compares the status alone.
#[track_caller]
fn assert_statuses(app: &TestApp, expected: &[(&str, u16)]) -> impl Future<Output = ()> {
    let caller = std::panic::Location::caller();
    async move {
        for (target, status) in expected {
            assert_eq!(app.get(target).await.status().as_u16(), *status, "GET {target}, from {caller}");
        }
    }
}

/// What is wrong with a configuration.
#[track_caller]
fn error_of(application: impl FnOnce(Configurator) -> Configurator) -> String {
    application(Configurator::new()).try_make_router().expect_err("the configuration is wrong").to_string()
}
