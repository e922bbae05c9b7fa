//! The program that callgrind counts: a router is built, and is sent the same request many times.

use std::convert::Infallible;
use std::hint::black_box;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::response::Response;
use http_body_util::BodyExt;
use tower::Service;

use crate::Outcome;
use crate::cases::{Case, Through};
use crate::connection;

/// Who is sent the requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Pyramidion,
    Axum,
    /// Nobody: requests are made and dropped, which is the part of the count that belongs to neither.
    Nobody,
}

impl Side {
    pub(crate) const ALL: [Self; 3] = [Self::Pyramidion, Self::Axum, Self::Nobody];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pyramidion => "pyramidion",
            Self::Axum => "axum",
            Self::Nobody => "nobody",
        }
    }
}

/// Sends `count` requests of a case to a side.
pub(crate) fn run(case: &str, side: &str, count: u32) -> Outcome<()> {
    let case = Case::find(case).ok_or_else(|| format!("there is no case `{case}`"))?;
    let known = Side::ALL.into_iter().find(|known| known.name() == side);
    let side = known.ok_or_else(|| format!("there is no side `{side}`"))?;
    runtime()?.block_on(async {
        match side {
            Side::Pyramidion => send(case, (case.pyramidion)(), count).await,
            Side::Axum => send(case, (case.axum)(), count).await,
            Side::Nobody => make(case, count),
        }
    })
}

async fn send(case: &Case, mut router: Router, count: u32) -> Outcome<()> {
    if case.through == Through::Connection {
        return connection::send(case, router, count).await.map(drop);
    }
    let head = case.head();
    for _ in 0..count {
        consume(call(&mut router, request(&head)).await).await?;
    }
    Ok(())
}

/// On a connection the making of a request is hyper's work.
fn make(case: &Case, count: u32) -> Outcome<()> {
    if case.through == Through::Call {
        let head = case.head();
        (0..count).for_each(|_| drop(black_box(request(&head))));
    }
    Ok(())
}

fn request(head: &Parts) -> Request {
    Request::from_parts(head.clone(), Body::empty())
}

async fn call(router: &mut Router, request: Request) -> Response {
    let response: Result<_, Infallible> = router.call(request).await;
    response.unwrap_or_else(|never| match never {})
}

async fn consume(response: Response) -> Outcome<()> {
    let mut body = response.into_body();
    while let Some(frame) = body.frame().await {
        black_box(frame?);
    }
    Ok(())
}

/// The lines that a client reads; the order of headers says nothing.
pub(crate) fn answer(case: &Case, router: fn() -> Router) -> Outcome<Vec<String>> {
    let response = runtime()?.block_on(async { connection::send(case, router(), 1).await })?;
    let response = String::from_utf8(response)?;
    let mut lines: Vec<String> =
        response.lines().filter(|line| !line.starts_with("date: ")).map(String::from).collect();
    lines.sort();
    Ok(lines)
}

fn runtime() -> Outcome<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::cases;

    #[test]
    fn both_sides_of_every_case_give_the_same_answer() {
        for case in cases::ALL {
            let ours = answer(case, case.pyramidion).unwrap();
            assert_eq!(ours, answer(case, case.axum).unwrap(), "{}", case.name);
            assert!(ours.iter().any(|line| line == "HTTP/1.1 200 OK"), "{ours:?}");
        }
    }

    #[test]
    fn an_unknown_case_is_named() {
        assert_eq!(run("drive", "axum", 1).unwrap_err().to_string(), "there is no case `drive`");
    }
}
