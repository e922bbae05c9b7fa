//! An application's command line.

mod serve;

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use self::serve::{Arguments, DEFAULT_ADDRESS, serve};
use crate::config::{Configurator, server_settings};
use crate::server::edge::access_log::Bare;
use crate::server::edge::address::BindAddress;

/// Runs an application as a program: reads the command line, starts a tokio runtime, and does what it is told.
///
/// | command | what it does |
/// |---|---|
/// | `serve --bind 127.0.0.1:6543` | serves the application; this is also what no command means |
///
/// `--bind` may be there several times, and can be a Unix socket (`unix:/run/app.sock`) or one that the process was started with
/// (`systemd`, `fd://3`). `--set NAME=VALUE` sets any of the application's settings over what its code says; those named
/// `server.*` are of the [server](crate::server), which can serve `https` as well. [Deploying](crate::deploying) tells more.
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
        Some(("serve", matches)) => serve(application, arguments(matches)),
        _ => serve(application, arguments(&matches)),
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
    Command::new("application")
        .about("A pyramidion application. Without a command it serves.")
        .args(serving())
        .subcommand(Command::new("serve").about("Serve the application over HTTP").args(serving()))
        .args_conflicts_with_subcommands(true)
}

fn serving() -> [Arg; 2] {
    let bind = Arg::new("bind")
        .long("bind")
        .value_name("ADDRESS")
        .help(format!(
            "Where to listen, as often as there are places: an address with a port (port 0 is any free one), `unix:/path`, \
             `fd://3` or `systemd` [default: the setting `server.bind`, or else {DEFAULT_ADDRESS}]"
        ))
        .action(ArgAction::Append)
        .value_parser(value_parser!(BindAddress));
    let names = server_settings().collect::<Vec<_>>().join(", ");
    let set = Arg::new("set")
        .long("set")
        .value_name("NAME=VALUE")
        .help("Sets one of the application's settings over what its code says, such as `server.request_timeout=5s`")
        .long_help(format!(
            "Sets one of the application's settings over what its code says, such as `server.request_timeout=5s`; as often as \
             there are such. Those of the server are {names}"
        ))
        .action(ArgAction::Append)
        .value_parser(setting);
    [bind, set]
}

fn setting(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write a name, `=` and a value, such as `server.request_timeout=5s`"),
    }
}

/// Help and version go to standard output, mistakes to standard error; a closed pipe is no reason to fail.
fn answer_of_clap(answer: &clap::Error) -> ExitCode {
    let _ = answer.print();
    ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(2))
}

fn arguments(matches: &ArgMatches) -> Arguments {
    Arguments {
        addresses: matches.get_many("bind").into_iter().flatten().cloned().collect(),
        settings: matches.get_many::<(String, String)>("set").into_iter().flatten().cloned().collect(),
    }
}

/// Logs to standard error, unless the application has set up its own logging.
fn start_logging() {
    use tracing_subscriber::{filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

    let wanted = std::env::var("RUST_LOG").unwrap_or_else(|_| "info".to_owned());
    let (filter, complaint) = match wanted.parse::<Targets>() {
        Ok(filter) => (filter, None),
        Err(error) => (Targets::new().with_default(tracing::Level::INFO), Some(error)),
    };
    let layer = tracing_subscriber::fmt::layer()
        .event_format(Bare(tracing_subscriber::fmt::format()))
        .with_writer(std::io::stderr);
    // An error means that there is a subscriber already: the application's own, which is to be kept.
    let _ = tracing_subscriber::registry().with(layer).with(filter).try_init();
    if let Some(error) = complaint {
        tracing::warn!("RUST_LOG=`{wanted}` is not understood: {error}; logging at level info");
    }
}

/// A reader that has gone is no reason to panic, which is what `println!` would do.
fn say(stream: &mut dyn std::io::Write, line: &str) {
    let _ = writeln!(stream, "{line}");
}
