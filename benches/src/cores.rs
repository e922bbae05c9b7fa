//! Which core does what: a server has one to itself, and the client that loads it has another.

use std::process::{Child, Command};
use std::thread;

use crate::Outcome;

/// Where the clients run, which is this process.
const CLIENT: usize = 0;
const SERVER: usize = 1;

/// Calls `measure` on a thread that keeps to the client's core, so that this one stays free to run anywhere.
pub(crate) fn on_the_clients<T: Send>(measure: impl FnOnce() -> Outcome<T> + Send) -> Outcome<T> {
    let measure = || keep_to(CLIENT).and_then(|()| measure()).map_err(|error| error.to_string());
    let outcome = thread::scope(|scope| scope.spawn(measure).join());
    Ok(outcome.map_err(|_| "the benches have panicked, for the reason above")??)
}

/// Starts a program that keeps to the server's core, with all its threads: they inherit it from who starts them.
pub(crate) fn start_on_the_servers(command: &mut Command) -> Outcome<Child> {
    let start = || -> Result<Child, String> {
        keep_to(SERVER).map_err(|error| error.to_string())?;
        command.spawn().map_err(|error| format!("cannot start {}: {error}", command.get_program().display()))
    };
    Ok(thread::scope(|scope| scope.spawn(start).join().expect("starting a program does not panic"))?)
}

#[cfg(target_os = "linux")]
fn keep_to(core: usize) -> Outcome<()> {
    use rustix::thread::{CpuSet, sched_setaffinity};

    let mut cores = CpuSet::new();
    cores.set(core);
    let help = "help: the benches of servers need two cores, 0 and 1";
    sched_setaffinity(None, &cores).map_err(|error| format!("cannot keep to core {core}: {error}\n{help}").into())
}

#[cfg(not(target_os = "linux"))]
fn keep_to(_: usize) -> Outcome<()> {
    Err("threads cannot be kept to a core here\nhelp: the benches of servers need Linux".into())
}
