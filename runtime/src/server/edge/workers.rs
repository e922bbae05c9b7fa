//! Workers: threads with an event loop each, in place of one runtime that moves tasks between its threads.
//!
//! Each worker accepts on sockets of its own and serves its connections alone, so nothing of a connection moves between processors;
//! in return a worker whose loop is blocked holds up all of its connections, while others idle. The application is built once, and
//! each worker has a clone of its router.
//!
//! What is shared is ready for several runtimes: the executor hears of each runtime's end, the watchdog has a slot for each thread that
//! polls, and a drain reaches websockets through channels that know no runtime. Two things are the caller's business. What the
//! application opens while it is configured belongs to the runtime it is configured in, which must go on running. And
//! `tokio::task::block_in_place` panics in a worker.

use std::fmt;
use std::io;
use std::num::NonZeroUsize;
use std::panic::AssertUnwindSafe;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;

/// How long a worker that has ended waits for what still blocks in its runtime.
const LAST_TASKS: Duration = Duration::from_secs(1);

/// Why a worker has ended before it was to.
#[derive(Debug)]
pub(crate) enum WorkerError {
    /// Its thread or its event loop does not start.
    Start(io::Error),
    Serve(usize, io::Error),
    Panicked(usize),
}

/// Runs `serve` on a thread and an event loop of its own for each of `inputs`, which are sockets as a rule, and waits until all
/// have ended. What `serve` gives need not be `Send`.
///
/// # Errors
///
/// [`WorkerError`]: the first worker that fails. The others go on; tell them to stop.
pub(crate) async fn run<I, S, F>(inputs: Vec<I>, serve: S) -> Result<(), WorkerError>
where
    I: Send + 'static,
    S: Fn(usize, I) -> F + Clone + Send + 'static,
    F: Future<Output = io::Result<()>>,
{
    // All of them before the first serves: a start that fails is a start that has not been.
    let runtimes = inputs.iter().map(|_| event_loop()).collect::<io::Result<Vec<_>>>().map_err(WorkerError::Start)?;
    let (report, mut reports) = mpsc::unbounded_channel();
    for (number, (input, runtime)) in inputs.into_iter().zip(runtimes).enumerate() {
        let (serve, report) = (serve.clone(), report.clone());
        let work = move || {
            let served = AssertUnwindSafe(|| runtime.block_on(serve(number, input)));
            let result = match std::panic::catch_unwind(served) {
                Ok(result) => result.map_err(|error| WorkerError::Serve(number, error)),
                Err(_) => Err(WorkerError::Panicked(number)),
            };
            runtime.shutdown_timeout(LAST_TASKS);
            let _ = report.send(result);
        };
        thread::Builder::new().name(format!("worker-{number}")).spawn(work).map_err(WorkerError::Start)?;
    }
    drop(report);
    while let Some(result) = reports.recv().await {
        result?;
    }
    Ok(())
}

fn event_loop() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// The setting `server.workers`: a number, or `auto` for one a processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WorkersSetting(pub(crate) NonZeroUsize);

impl std::str::FromStr for WorkersSetting {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "auto" {
            return Ok(Self(thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)));
        }
        text.parse()
            .map(Self)
            .map_err(|_| "it is no number of workers\nhelp: write a whole number from 1 on, or `auto`")
    }
}

impl fmt::Display for WorkerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(error) => {
                write!(
                    f,
                    "the workers do not start: {error}\nhelp: take fewer of them, by the setting `server.workers`"
                )
            }
            Self::Serve(number, error) => write!(f, "worker {number} has failed: {error}"),
            Self::Panicked(number) => write!(f, "worker {number} has panicked\nhelp: the log says where"),
        }
    }
}

impl std::error::Error for WorkerError {}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::HashSet;
    use std::sync::{Arc, Mutex};

    use axum::Router;
    use axum::routing::get;
    use hyper_util::rt::TokioIo;
    use hyper_util::service::TowerToHyperService;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    use super::*;
    use crate::drain::{Drain, Farewell};
    use crate::server::edge::listen::{Bound, ListenOptions, ReusePort, bind};

    fn sockets(count: usize) -> (Vec<Bound>, String) {
        let options = ListenOptions { reuse_port: ReusePort::Workers, ..ListenOptions::default() };
        let mut bound = bind(&["127.0.0.1:0".parse().unwrap()], options).unwrap();
        while bound.len() < count {
            bound.push(bound[0].for_worker().unwrap());
        }
        let address = bound[0].url("http").replace("http://", "");
        (bound, address)
    }

    async fn serve(bound: Bound, router: Router, drain: Drain) -> io::Result<()> {
        let listener = bound.into_listener()?;
        loop {
            let (io, _) = tokio::select! {
                accepted = listener.accept() => accepted?,
                _ = drain.begun() => return Ok(()),
            };
            let service = TowerToHyperService::new(router.clone());
            tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(io), service));
        }
    }

    async fn ask(address: &str) -> String {
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn all_workers_serve_one_application_and_its_executor_until_they_are_told_to_stop() {
        let (sockets, address) = sockets(3);
        let threads = Arc::new(Mutex::new(HashSet::new()));
        let seen = threads.clone();
        let view = move || async move {
            seen.lock().unwrap().insert(thread::current().name().unwrap().to_owned());
            crate::spawn_blocking_scope(|| crate::synchronize(async { "hello" })).await
        };
        let (router, drain) = (Router::new().route("/", get(view)), Drain::new());
        let told = drain.clone();
        let workers = run(sockets, move |_, bound| serve(bound, router.clone(), drain.clone()));
        let client = async {
            while threads.lock().unwrap().len() < 3 {
                assert!(ask(&address).await.ends_with("hello"));
            }
            told.begin(Farewell { code: 1001, spread: Duration::ZERO });
        };
        let (result, ()) = tokio::join!(workers, client);
        result.unwrap();
        assert!(threads.lock().unwrap().iter().all(|name| name.starts_with("worker-")));
    }

    #[tokio::test]
    async fn a_worker_that_fails_is_reported_while_others_go_on() {
        let fails = run(vec![false, true], |_, fails| async move {
            if fails { Err(io::Error::other("no luck")) } else { std::future::pending().await }
        });
        assert_eq!(fails.await.unwrap_err().to_string(), "worker 1 has failed: no luck");
        let panics = run(vec![()], |_, ()| async { panic!("expected by this test") });
        assert!(panics.await.unwrap_err().to_string().starts_with("worker 0 has panicked"));
    }

    #[test]
    fn the_setting_is_a_number_or_auto() {
        assert_eq!("4".parse::<WorkersSetting>().unwrap().0.get(), 4);
        assert!("auto".parse::<WorkersSetting>().unwrap().0.get() >= 1);
        for wrong in ["0", "-1", "many", ""] {
            assert!(wrong.parse::<WorkersSetting>().unwrap_err().contains("\nhelp: "), "{wrong}");
        }
    }
}
