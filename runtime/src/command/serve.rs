//! The command `serve`.

use std::num::NonZeroUsize;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::task::JoinHandle;

use super::say;
use crate::config::{Configurator, Settings, executor_keys};
use crate::executor::ExecutorKey;
use crate::server::edge::address::BindAddress;
use crate::server::edge::listen::{self, Bound, Passed};
#[cfg(unix)]
use crate::server::edge::notify;
use crate::server::{Server, ServerReport, Signals};

/// Where to listen if nobody says it.
pub(super) const DEFAULT_ADDRESS: &str = "127.0.0.1:6543";

/// What the command line says.
pub(super) struct Arguments {
    pub(super) addresses: Vec<BindAddress>,
    pub(super) settings: Settings,
}

pub(super) fn serve<F>(application: F, arguments: Arguments) -> Result<(), String>
where
    F: FnOnce(Configurator) -> Configurator,
{
    let passed = Passed::of_process(); // before there are threads
    let runtime =
        tokio::runtime::Runtime::new().map_err(|error| format!("the tokio runtime does not start: {error}"))?;
    // The application may open connections of its own while it is configured, so it is configured inside of the runtime.
    let result = runtime.block_on(async {
        let config = application(Configurator::with_settings(arguments.settings));
        let executors = executor_keys(&config);
        let server = configured(config)?;
        let sockets = bind(&server, arguments.addresses, passed)?;
        serve_until_told(server, sockets, executors).await
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
    result
}

fn configured(config: Configurator) -> Result<Server, String> {
    let settings = config.settings().clone();
    let router = config.try_make_router().map_err(|error| error.to_string())?;
    Server::new(router).configure(&settings).map_err(|error| error.to_string())
}

fn bind(server: &Server, told: Vec<BindAddress>, mut passed: Passed) -> Result<Vec<Bound>, String> {
    let edges = server.edges();
    let addresses = match (told.is_empty(), &edges.bind) {
        (false, _) => told,
        (true, Some(addresses)) => addresses.clone(),
        (true, None) => DEFAULT_ADDRESS.parse().into_iter().collect(),
    };
    listen::bind(&addresses, edges.listen(), &mut passed).map_err(|error| error.to_string())
}

async fn serve_until_told(
    server: Server,
    sockets: Vec<Bound>,
    executors: Vec<&'static ExecutorKey>,
) -> Result<(), String> {
    let signals =
        Signals::listen().map_err(|error| format!("the server cannot be told to stop by signals: {error}"))?;
    #[cfg(unix)]
    let hangups =
        server.on_hangup().listen().map_err(|error| format!("the server cannot be told by SIGHUP: {error}"))?;
    // Only now, because whoever reads an address may send a signal at once.
    for socket in &sockets {
        say(&mut std::io::stdout(), &format!("serving on {}", socket.url(server.scheme())));
    }
    let stopping = tokio::spawn(signals.stop(server.handle()));
    #[cfg(unix)]
    let reloading = tokio::spawn(hangups);
    #[cfg(unix)]
    notify::ready();
    let report = match server.edges().workers {
        Some(count) => in_workers(server, sockets, count).await?,
        None => on_this_runtime(server, sockets).await?,
    };
    #[cfg(unix)]
    reloading.abort();
    shut_down(executors, report.time_left, stopping).await;
    Ok(())
}

async fn on_this_runtime(server: Server, sockets: Vec<Bound>) -> Result<ServerReport, String> {
    #[cfg(unix)]
    if let Some(watchdog) = notify::Watchdog::of(1) {
        tokio::spawn(watchdog.run());
    }
    let server = server.listen_at(sockets).map_err(failed)?;
    // On the runtime's own threads, which accept faster than this one.
    tokio::spawn(server.serve()).await.map_err(failed)
}

async fn in_workers(server: Server, sockets: Vec<Bound>, count: NonZeroUsize) -> Result<ServerReport, String> {
    tokio::spawn(server.serve_in_workers(sockets, count)).await.map_err(failed)?.map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> String {
    format!("the server failed: {error}")
}

/// Ends the executors: jobs whose clients are gone, or that nobody waited for, have the rest of the time, until `aborting` ends.
async fn shut_down(executors: Vec<&'static ExecutorKey>, time: Duration, aborting: JoinHandle<()>) {
    let executors: Vec<_> = executors.into_iter().filter_map(ExecutorKey::executor).collect();
    let end = |time| join_all(executors.iter().map(move |executor| executor.shutdown(time)));
    let reports = tokio::select! {
        biased;
        reports = end(time) => reports,
        _ = aborting => end(Duration::ZERO).await,
    };
    for (executor, report) in executors.iter().zip(reports).filter(|(_, report)| !report.is_clean()) {
        tracing::warn!("the executor `{}` was stopped: {report}", executor.name());
    }
}
