//! An application under test: started, listened to, and ended whatever happens.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::shell::{self, Problem};

/// A debug build listens within a second; a machine that is busy elsewhere gets its time.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Server {
    child: Child,
    address: String,
    log: Log,
}

/// What the application wrote, to be shown when a client fails.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Server {
    /// Starts the application and waits until it has told its address.
    pub(super) fn start(command: &mut Command) -> Result<Self, Problem> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().map_err(|error| shell::unstartable(command, &error))?;
        let mut server = Self { child, address: String::new(), log: Log::default() };
        let (sender, receiver) = mpsc::channel();
        if let Some(stdout) = server.child.stdout.take() {
            server.log.follow(stdout, sender.clone());
        }
        if let Some(stderr) = server.child.stderr.take() {
            server.log.follow(stderr, sender);
        }
        server.address = first_address(&receiver, PATIENCE)
            .map_err(|why| Problem::new(format!("the application {why}; it wrote:\n{}", server.log())))?;
        Ok(server)
    }

    /// Host and port.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Shows what the application wrote when a client of it fails.
    pub(super) fn watch(&self, clients: impl FnOnce() -> Result<(), Problem>) -> Result<(), Problem> {
        clients().inspect_err(|_| println!("the application wrote:\n{}", self.log()))
    }

    fn log(&self) -> String {
        self.log.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Either fails only for a process that has ended, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Log {
    /// Reads to the end, because an application whose pipe is full would stand still.
    fn follow(&self, stream: impl Read + Send + 'static, lines: Sender<String>) {
        let log = self.clone();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let mut text = log.0.lock().unwrap_or_else(PoisonError::into_inner);
                text.push_str(&line);
                text.push('\n');
                drop(text);
                // Nobody listens any more once the address is known.
                let _ = lines.send(line);
            }
        });
    }
}

fn first_address(lines: &Receiver<String>, patience: Duration) -> Result<String, String> {
    let deadline = Instant::now() + patience;
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) => match address_in(&line) {
                Some(address) => return Ok(address),
                None => continue,
            },
            Err(RecvTimeoutError::Disconnected) => return Err("ended before it listened".into()),
            Err(RecvTimeoutError::Timeout) => {
                return Err(format!("told no http:// address within {} s", patience.as_secs()));
            }
        }
    }
}

fn address_in(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("http://127.0.0.1:")?;
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (!port.is_empty()).then(|| format!("127.0.0.1:{port}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Result<Server, Problem> {
        Server::start(Command::new("sh").args(["-c", script]))
    }

    #[test]
    fn the_address_is_found_on_either_stream() {
        for stream in [1, 2] {
            let script = format!("echo starting; echo 'on http://127.0.0.1:4711/.' >&{stream}; exec sleep 600");
            assert_eq!(shell(&script).unwrap().address(), "127.0.0.1:4711");
        }
    }

    #[test]
    fn dropping_ends_the_process() {
        let server = shell("echo http://127.0.0.1:1; exec sleep 600").unwrap();
        let process = format!("/proc/{}", server.child.id());
        assert!(std::path::Path::new(&process).exists());
        drop(server);
        assert!(!std::path::Path::new(&process).exists());
    }

    #[test]
    fn an_application_that_ends_at_once_is_quoted() {
        let problem = shell("echo 'address in use' >&2; exit 1").err().unwrap().to_string();
        assert_eq!(problem, "error: the application ended before it listened; it wrote:\naddress in use\n");
    }

    #[test]
    fn silence_is_not_waited_for_without_end() {
        let (_sender, receiver) = mpsc::channel();
        assert!(first_address(&receiver, Duration::ZERO).unwrap_err().contains("no http:// address"));
    }

    #[test]
    fn a_line_without_a_port_is_no_address() {
        assert_eq!(address_in("see http://127.0.0.1: or http://localhost:80"), None);
    }
}
