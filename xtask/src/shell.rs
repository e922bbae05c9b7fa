//! Commands: shown before they run, and what went wrong in words.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// What is wrong, and what to do about it.
#[derive(Debug)]
pub(crate) struct Problem {
    what: String,
    help: Option<String>,
}

impl Problem {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Gives advice to a problem that has none of its own, which would be nearer to the cause.
    pub(crate) fn or_help(self, help: &str) -> Self {
        if self.help.is_some() { self } else { self.help(help) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.what)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "\nhelp: {help}"))
    }
}

/// Runs a command whose output belongs on the screen.
pub(crate) fn run(command: &mut Command) -> Result<(), Problem> {
    println!("$ {}", shown(command));
    let status = command.stdin(Stdio::null()).status().map_err(|error| unstartable(command, &error))?;
    succeeded(command, status)
}

/// Runs a command and returns what it wrote to its standard output.
pub(crate) fn capture(command: &mut Command) -> Result<String, Problem> {
    println!("$ {}", shown(command));
    let output =
        command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().map_err(|error| unstartable(command, &error))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    succeeded(command, output.status).inspect_err(|_| print!("{text}"))?;
    Ok(text)
}

/// Whether a command can be started and succeeds; its output is of no interest.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

pub(crate) fn unstartable(command: &Command, error: &std::io::Error) -> Problem {
    Problem::new(format!("`{}` cannot be started: {error}", shown(command)))
}

/// Where a program is on the PATH.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| is_executable(file))
}

pub(crate) fn read(file: &Path) -> Result<String, Problem> {
    std::fs::read_to_string(file).map_err(|error| Problem::new(format!("cannot read {}: {error}", file.display())))
}

/// Writes a file and the folders above it.
pub(crate) fn write(file: &Path, text: &str) -> Result<(), Problem> {
    let folder = file.parent().unwrap_or(Path::new("/"));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(file, text))
        .map_err(|error| Problem::new(format!("cannot write {}: {error}", file.display())))
}

fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<(), Problem> {
    if status.success() { Ok(()) } else { Err(Problem::new(format!("`{}` ended with {status}", shown(command)))) }
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let variables = command.get_envs().filter_map(|(name, value)| value.map(|value| (name, value)));
    let variables = variables.map(|(name, value)| format!("{}={}", name.display(), quoted(value)));
    let words = std::iter::once(program).chain(command.get_args()).map(quoted);
    variables.chain(words).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    if word.contains(' ') { format!("'{word}'") } else { word.into_owned() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_command_is_shown_as_it_could_be_typed() {
        let message = run(Command::new("/bin/sh").args(["-c", "exit 3"]).env("A", "b c")).unwrap_err().to_string();
        assert_eq!(message, "error: `A='b c' sh -c 'exit 3'` ended with exit status: 3");
    }

    #[test]
    fn a_missing_program_is_a_problem() {
        let message = capture(&mut Command::new("no-such-program")).unwrap_err().to_string();
        assert!(message.starts_with("error: `no-such-program` cannot be started:"), "{message}");
    }

    #[test]
    fn captured_output_is_returned() {
        assert_eq!(capture(Command::new("sh").args(["-c", "echo found"])).unwrap(), "found\n");
    }

    #[test]
    fn programs_are_found_on_the_path() {
        assert!(which("sh").is_some_and(|file| file.ends_with("sh")));
        assert_eq!(which("no-such-program"), None);
    }

    #[test]
    fn the_nearer_advice_wins() {
        let problem = Problem::new("broken").help("near").or_help("far");
        assert_eq!(problem.to_string(), "error: broken\nhelp: near");
        assert_eq!(Problem::new("broken").or_help("far").to_string(), "error: broken\nhelp: far");
    }
}
