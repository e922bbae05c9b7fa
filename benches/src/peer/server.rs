//! A server's process: where it listens, what it uses, and its end.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Resource, Rlimit, Signal, getrlimit, kill_process_group, setrlimit};

use super::{Peer, Program, build, python};
use crate::{Outcome, cores};

/// For a socket each of the largest crowd, and what a process has open besides.
const FILES: u64 = 12_000;
/// Of Linux, whatever the kernel itself counts in.
const TICKS_PER_SECOND: u64 = 100;

/// A server that runs; dropping it kills it.
pub(crate) struct Server {
    process: Child,
    address: SocketAddr,
    /// Open, or who writes to it would fail.
    _stdout: BufReader<ChildStdout>,
    /// Whether the process that was started is also the one that serves.
    is_single: bool,
}

impl Server {
    /// Starts it on the server's core, and waits until it listens.
    pub(crate) fn start(peer: &Peer) -> Outcome<Self> {
        let mut command = command(peer)?;
        // Gunicorn's worker would outlive gunicorn, so the whole group is killed.
        command.stdin(Stdio::null()).stdout(Stdio::piped()).env("RUST_LOG", "error").process_group(0);
        let mut process = cores::start_on_the_servers(&mut command)?;
        let mut stdout = BufReader::new(process.stdout.take().ok_or("the server has no output")?);
        let told = address(&mut stdout);
        let placeholder = SocketAddr::from(([127, 0, 0, 1], 0));
        let is_single = !matches!(peer.program, Program::Aiopyramid);
        // Made first, so that a process that tells no address is killed as well.
        let server = Self { process, address: told.unwrap_or(placeholder), _stdout: stdout, is_single };
        if told.is_none() {
            return Err(format!("{} ended, or closed its output, before it told its address", peer.name).into());
        }
        Ok(server)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// How long its threads have run; `None` where that is done by a process of its own.
    pub(crate) fn cpu_time(&self) -> Outcome<Option<Duration>> {
        if !self.is_single {
            return Ok(None);
        }
        let stat = std::fs::read_to_string(self.file("stat"))?;
        let ticks = ticks(&stat).ok_or("/proc does not tell how long the server has run")?;
        Ok(Some(Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND)))
    }

    /// Its resident memory, in bytes. `statm` would be off by what the kernel has counted for single threads only.
    pub(crate) fn resident(&self) -> Outcome<u64> {
        let rollup = std::fs::read_to_string(self.file("smaps_rollup"))?;
        let kib =
            rollup.lines().find_map(|line| line.strip_prefix("Rss:")?.split_whitespace().next()?.parse::<u64>().ok());
        Ok(kib.ok_or("/proc does not tell the server's resident memory")? * 1024)
    }

    fn file(&self, name: &str) -> String {
        format!("/proc/{}/{name}", self.process.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let group = i32::try_from(self.process.id()).ok().and_then(Pid::from_raw);
        // It may have ended already, and then there is nothing to kill.
        let _ = group.map(|group| kill_process_group(group, Signal::KILL));
        let _ = self.process.wait();
    }
}

/// Raises how many files this process, and those that it starts, may have open.
pub(super) fn allow_many_files() -> Outcome<()> {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|current| current >= FILES) {
        return Ok(());
    }
    let maximum = maximum.map(|maximum| maximum.max(FILES));
    setrlimit(Resource::Nofile, Rlimit { current: Some(FILES), maximum }).map_err(|error| {
        format!("cannot have {FILES} files open: {error}\nhelp: raise the limit, as by `ulimit -Hn {FILES}`").into()
    })
}

fn command(peer: &Peer) -> Outcome<Command> {
    match peer.program {
        Program::Built("with_pyramidion", _) => {
            let mut command = Command::new(build::program("with_pyramidion")?);
            command.args(["serve", "--bind", "127.0.0.1:0"]);
            Ok(command)
        }
        Program::Built(name, argument) => {
            let mut command = Command::new(build::program(name)?);
            command.args(argument);
            Ok(command)
        }
        Program::Aiopyramid => {
            let mut command = Command::new(python().ok_or("there is no Python with aiopyramid")?);
            command.args([
                "-m",
                "gunicorn.app.wsgiapp",
                "--config",
                "gunicorn.conf.py",
                "application:make_application()",
            ]);
            // It complains of every connection that was upgraded.
            command.current_dir(build::folder().join("aiopyramid")).stderr(Stdio::null());
            Ok(command)
        }
    }
}

fn address(stdout: &mut impl BufRead) -> Option<SocketAddr> {
    stdout.lines().map_while(Result::ok).find_map(|line| line.strip_prefix("serving on http://")?.parse().ok())
}

/// User's and system's, of a process's `stat`. The name in it may hold anything, so it is read from its end.
fn ticks(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut times = fields.split(' ').skip(11).map(str::parse::<u64>);
    Some(times.next()?.ok()? + times.next()?.ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_among_other_lines() {
        let mut output = "starting\nserving on http://127.0.0.1:6543\n".as_bytes();
        assert_eq!(address(&mut output), Some(SocketAddr::from(([127, 0, 0, 1], 6543))));
        assert_eq!(address(&mut "starting\n".as_bytes()), None);
    }

    #[test]
    fn times_are_read_behind_a_name_of_any_kind() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194304 97 0 0 0 30 12 0 0 20 0 1 0 100 1 2 3";
        assert_eq!(ticks(stat), Some(42));
        assert_eq!(ticks("7 (short) S 1"), None);
    }
}
