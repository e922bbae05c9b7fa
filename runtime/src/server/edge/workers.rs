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

/// More than any machine has processors that one process shares out to good use.
const MOST: usize = 1024;

/// The setting `server.workers`: a number, or `auto` for one a processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WorkersSetting(pub(crate) NonZeroUsize);

impl std::str::FromStr for WorkersSetting {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "auto" {
            return Ok(Self(thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)));
        }
        let count = text.parse().ok().filter(|count: &NonZeroUsize| count.get() <= MOST);
        count.map(Self).ok_or("it is no number of workers\nhelp: write a whole number from 1 to 1024, or `auto`")
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_input_has_a_thread_of_its_own() {
        let names = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let seen = names.clone();
        let work = move |number, input: usize| {
            assert_eq!(number, input);
            seen.lock().unwrap().push(thread::current().name().unwrap().to_owned());
            std::future::ready(Ok(()))
        };
        run(vec![0, 1, 2], work).await.unwrap();
        let mut names = names.lock().unwrap().clone();
        names.sort();
        assert_eq!(names, ["worker-0", "worker-1", "worker-2"]);
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
        for wrong in ["0", "-1", "1025", "many", ""] {
            assert!(wrong.parse::<WorkersSetting>().unwrap_err().contains("\nhelp: "), "{wrong}");
        }
    }
}
