//! An application's command line.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use futures_util::future::join_all;
use tokio::task::JoinHandle;

use crate::config::{Configurator, executor_keys};
use crate::executor::ExecutorKey;
use crate::server::{Server, Signals};

/// Runs an application as a program: reads the command line, starts a tokio runtime, and does what it is told.
///
/// | command | what it does |
/// |---|---|
/// | `serve --bind 127.0.0.1:6543` | serves the application; this is also what no command means |
///
/// `--bind` may be there several times. The settings `server.*` set the limits of the [server](crate::server).
///
/// The server stops on SIGINT (Ctrl-C) or SIGTERM: it accepts no more connections and lets those that are open finish, for
/// 30 seconds at most (`server.drain_timeout`); then the executors have the rest of that time for their jobs. A second signal
/// ends all of it at once. What the application logs goes to standard error; `RUST_LOG` chooses how much, such as
/// `RUST_LOG=debug` or `RUST_LOG=warn,pyramidion=debug`.
///
/// Gives 0 when the application has ended as it was told, 1 when it could not start (the reason is on standard error), and
/// 2 when the command line is wrong.
///
/// # Example
///
/// ```no_run
/// use std::process::ExitCode;
///
/// use pyramidion::prelude::*;
///
/// fn main() -> ExitCode {
///     pyramidion::run(|config| config.scan(package!()))
/// }
/// ```
pub fn run<F>(application: F) -> ExitCode
where
    F: FnOnce(Configurator) -> Configurator,
{
    let matches = match command().try_get_matches_from(std::env::args_os()) {
        Ok(matches) => matches,
        Err(answer) => return answer_of_clap(&answer),
    };
    start_logging();
    let result = match matches.subcommand() {
        Some(("serve", arguments)) => serve(application, bind_of(arguments)),
        _ => serve(application, bind_of(&matches)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&mut std::io::stderr(), &format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn command() -> Command {
    let bind = || {
        Arg::new("bind")
            .long("bind")
            .value_name("ADDRESS")
            .help("An address and port to listen on, as often as there are such; port 0 is any free one")
            .action(ArgAction::Append)
            .default_value("127.0.0.1:6543")
            .value_parser(value_parser!(SocketAddr))
    };
    Command::new("application")
        .about("A pyramidion application. Without a command it serves.")
        .arg(bind())
        .subcommand(Command::new("serve").about("Serve the application over HTTP").arg(bind()))
        .args_conflicts_with_subcommands(true)
}

/// Help and version go to standard output, mistakes to standard error; a closed pipe is no reason to fail.
fn answer_of_clap(answer: &clap::Error) -> ExitCode {
    let _ = answer.print();
    ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(2))
}

fn bind_of(arguments: &ArgMatches) -> Vec<SocketAddr> {
    arguments.get_many("bind").into_iter().flatten().copied().collect()
}

/// Logs to standard error, unless the application has set up its own logging.
fn start_logging() {
    use tracing_subscriber::{filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

    let wanted = std::env::var("RUST_LOG").unwrap_or_else(|_| "info".to_owned());
    let (filter, complaint) = match wanted.parse::<Targets>() {
        Ok(filter) => (filter, None),
        Err(error) => (Targets::new().with_default(tracing::Level::INFO), Some(error)),
    };
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    // An error means that there is a subscriber already: the application's own, which is to be kept.
    let _ = tracing_subscriber::registry().with(layer).with(filter).try_init();
    if let Some(error) = complaint {
        tracing::warn!("RUST_LOG=`{wanted}` is not understood: {error}; logging at level info");
    }
}

fn serve<F>(application: F, addresses: Vec<SocketAddr>) -> Result<(), String>
where
    F: FnOnce(Configurator) -> Configurator,
{
    let runtime =
        tokio::runtime::Runtime::new().map_err(|error| format!("the tokio runtime does not start: {error}"))?;
    // The application may open connections of its own while it is configured, so it is configured inside of the runtime.
    let result = runtime.block_on(async {
        let config = application(Configurator::new());
        let executors = executor_keys(&config);
        let server = listen(config, addresses)?;
        serve_until_told(server, executors).await
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
    result
}

fn listen(config: Configurator, addresses: Vec<SocketAddr>) -> Result<Server, String> {
    let settings = config.settings().clone();
    let router = config.try_make_router().map_err(|error| error.to_string())?;
    let mut server = Server::new(router).configure(&settings).map_err(|error| error.to_string())?;
    for address in addresses {
        server = server.bind(address).map_err(|error| cannot_listen(address, &error))?;
    }
    Ok(server)
}

async fn serve_until_told(server: Server, executors: Vec<&'static ExecutorKey>) -> Result<(), String> {
    let failed = |error| format!("the server failed: {error}");
    let signals =
        Signals::listen().map_err(|error| format!("the server cannot be told to stop by signals: {error}"))?;
    // Only now, because whoever reads an address may send a signal at once.
    for address in server.addresses().map_err(failed)? {
        say(&mut std::io::stdout(), &format!("serving on http://{address}"));
    }
    let stopping = tokio::spawn(signals.stop(server.handle()));
    // On the runtime's own threads, which accept faster than this one.
    let report = tokio::spawn(server.serve()).await.map_err(|error| failed(error.into()))?;
    shut_down(executors, report.time_left, stopping).await;
    Ok(())
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

/// A reader that has gone is no reason to panic, which is what `println!` would do.
fn say(stream: &mut dyn std::io::Write, line: &str) {
    let _ = writeln!(stream, "{line}");
}

fn cannot_listen(bind: SocketAddr, error: &std::io::Error) -> String {
    let help = match error.kind() {
        std::io::ErrorKind::AddrInUse => "another program listens there: stop it, or choose another port with `--bind`",
        std::io::ErrorKind::PermissionDenied => "ports below 1024 need privileges: choose another with `--bind`",
        _ => "choose an address of this machine with `--bind`",
    };
    format!("cannot listen on {bind}: {error}\nhelp: {help}")
}
