//! An application's command line.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Arg, ArgMatches, Command, value_parser};
use tokio::net::TcpListener;

use crate::config::Configurator;

/// How long requests may take to finish after the server was told to stop.
const GRACE: Duration = Duration::from_secs(30);

/// Runs an application as a program: reads the command line, starts a tokio runtime, and does what it is told.
///
/// | command | what it does |
/// |---|---|
/// | `serve --bind 127.0.0.1:6543` | serves the application; this is also what no command means |
///
/// The server stops on SIGINT (Ctrl-C) or SIGTERM: it accepts no more connections and lets those that are open finish, for
/// 30 seconds at most. What the application logs goes to standard error; `RUST_LOG` chooses how much, such as
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
            .help("The address and port to listen on; port 0 is any free one")
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

fn bind_of(arguments: &ArgMatches) -> SocketAddr {
    *arguments.get_one("bind").expect("the argument has a default")
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

fn serve<F>(application: F, bind: SocketAddr) -> Result<(), String>
where
    F: FnOnce(Configurator) -> Configurator,
{
    let runtime =
        tokio::runtime::Runtime::new().map_err(|error| format!("the tokio runtime does not start: {error}"))?;
    // The application may open connections of its own while it is configured, so it is configured inside of the runtime.
    let result = runtime.block_on(async {
        let router = application(Configurator::new()).try_make_router().map_err(|error| error.to_string())?;
        let listener = TcpListener::bind(bind).await.map_err(|error| cannot_listen(bind, &error))?;
        let address = listener.local_addr().map_err(|error| cannot_listen(bind, &error))?;
        let stop = told_to_stop().map_err(|error| format!("the server cannot be told to stop by signals: {error}"))?;
        // Only now, because whoever reads the address may send a signal at once.
        say(&mut std::io::stdout(), &format!("serving on http://{address}"));
        listen(listener, router, stop).await.map_err(|error| format!("the server failed: {error}"))
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
    result
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

async fn listen(
    listener: TcpListener,
    router: axum::Router,
    told_to_stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let signal = async move {
        told_to_stop.await;
        tracing::info!("stopping: open requests have {} s to finish", GRACE.as_secs());
        let _ = stop.send(true);
    };
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(signal);
    tokio::select! {
        result = server.into_future() => result,
        () = grace_is_over(stopped) => {
            tracing::warn!("stopped with requests unfinished");
            Ok(())
        }
    }
}

async fn grace_is_over(mut stopped: tokio::sync::watch::Receiver<bool>) {
    if stopped.wait_for(|stopped| *stopped).await.is_ok() {
        tokio::time::sleep(GRACE).await;
    }
}

/// From now on SIGINT and SIGTERM no longer end the process; the future waits for the first of them.
#[cfg(unix)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// From now on Ctrl-C no longer ends the process; the future waits for it.
#[cfg(windows)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
