//! Applications as programs: started, talked to, and ended whatever happens.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

use rustix::process::{Pid, Signal, kill_process};

/// A program that runs to its end.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
}

/// Runs a program with arguments separated by spaces, and waits for its end.
///
/// # Panics
///
/// When it cannot be started.
#[must_use]
pub fn run(program: &str, arguments: &str) -> Ended {
    let output = Command::new(program).args(arguments.split_whitespace()).stdin(Stdio::null()).output();
    let output = output.expect("the program starts");
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    Ended { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

/// A program that serves. It is killed when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// Where it listens, as it has told.
    pub address: SocketAddr,
}

impl Server {
    /// Starts `program serve --bind 127.0.0.1:0`, and reads the address that it tells.
    ///
    /// # Panics
    ///
    /// When it tells none.
    #[must_use]
    pub fn start(program: &str) -> Self {
        Self::start_with(program, &["serve", "--bind", "127.0.0.1:0"])
    }

    /// Starts `program` with `arguments`, and reads the address that it tells.
    ///
    /// # Panics
    ///
    /// When it tells none.
    #[must_use]
    pub fn start_with(program: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let stdout = BufReader::new(child.stdout.take().expect("it is piped"));
        let address = SocketAddr::from(([0, 0, 0, 0], 0));
        let mut server = Self { child, stdout, address };
        let line = server.line();
        let told = line.strip_prefix("serving on http://").and_then(|address| address.parse().ok());
        server.address = told.unwrap_or_else(|| panic!("no address in {line:?}"));
        server
    }

    /// Waits for the next line of its standard output.
    ///
    /// # Panics
    ///
    /// When it writes no text.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).expect("the program writes text");
        line.trim_end().to_owned()
    }

    /// Writes a line to its standard input.
    ///
    /// # Panics
    ///
    /// When it does not read.
    pub fn tell(&mut self, line: &str) {
        let stdin = self.child.stdin.as_mut().expect("it is piped");
        writeln!(stdin, "{line}").expect("the program reads its input");
    }

    /// Closes the test's end of its standard error: from then on its log reaches nobody.
    pub fn stop_reading_the_log(&mut self) {
        drop(self.child.stderr.take());
    }

    /// Sends it a signal.
    ///
    /// # Panics
    ///
    /// When it is gone.
    pub fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).expect("the program runs");
    }

    /// Waits for its end; gives its status and what it wrote to standard error.
    ///
    /// # Panics
    ///
    /// When its output is no text.
    #[must_use]
    pub fn wait(mut self) -> (ExitStatus, String) {
        let mut stderr = String::new();
        if let Some(mut pipe) = self.child.stderr.take() {
            pipe.read_to_string(&mut stderr).expect("the program writes text");
        }
        (self.child.wait().expect("the program can be waited for"), stderr)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Either fails only for a process that has ended, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
