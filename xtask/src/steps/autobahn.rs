//! Autobahn's websocket suite: a client that tries what the RFC says, and what it forbids.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::server::Server;
use crate::install;
use crate::shell::{self, Problem};
use crate::workshop::Workshop;

/// The suite runs on CPython 2.7 alone.
const SUITE: &str = "autobahntestsuite==25.10.1";
const VIRTUALENV: &str = "tests/autobahn/requirements.txt";

/// The ways to write a websocket view, which `tests/src/bin/echoes.rs` serves.
const VIEWS: &[&str] = &["function", "derived", "blocking"];

/// How many cases there are without those of throughput (9) and of compression (12, 13), which is declined.
const CORE_CASES: usize = 247;
const LEFT_OUT: &[&str] = &["9.*", "12.*", "13.*"];

const GOOD: &[&str] = &["OK", "NON-STRICT", "INFORMATIONAL"];

pub(super) fn run(workshop: &Workshop) -> Result<(), Problem> {
    let suite = suite(workshop)?;
    shell::run(&mut workshop.cargo("build --locked --package pyramidion-tests --bin echoes"))?;
    let mut echoes = workshop.command(workshop.built("debug/echoes"));
    let server = Server::start(echoes.args(["serve", "--bind", "127.0.0.1:0"]))?;
    server.watch(|| VIEWS.iter().try_for_each(|view| examine(workshop, &suite, server.address(), view)))
}

/// Lets the suite loose on a view.
fn examine(workshop: &Workshop, suite: &Path, address: &str, view: &str) -> Result<(), Problem> {
    let reports = workshop.cache("autobahn").join(view);
    let specification = json!({
        "outdir": reports,
        "servers": [{ "agent": view, "url": format!("ws://{address}/{view}") }],
        "cases": ["*"],
        "exclude-cases": LEFT_OUT,
        "exclude-agent-cases": {},
    });
    let file = reports.join("specification.json");
    let index = reports.join("index.json");
    // A report of an earlier run must not speak for this one.
    let _ = std::fs::remove_file(&index);
    shell::write(&file, &specification.to_string())?;
    shell::capture(workshop.command(suite).args(["-m", "fuzzingclient", "-s"]).arg(&file))?;
    let text = shell::read(&index)?;
    let report: Value = serde_json::from_str(&text)
        .map_err(|error| Problem::new(format!("{} is no report of the suite: {error}", index.display())))?;
    judge(view, &report[view]).map(|summary| println!("  {summary}"))
}

fn judge(view: &str, report: &Value) -> Result<String, Problem> {
    let none = serde_json::Map::new();
    let cases = report.as_object().unwrap_or(&none);
    let failed: Vec<String> = cases.iter().filter_map(|(name, case)| failure(name, case)).collect();
    if cases.len() != CORE_CASES || !failed.is_empty() {
        let count = format!("{} of {} cases of {CORE_CASES}", failed.len(), cases.len());
        return Err(Problem::new(format!("the view `{view}` failed {count}:\n{}", failed.join("\n"))));
    }
    let strict = cases.values().filter(|case| case["behavior"] == "OK").count();
    Ok(format!("{view}: {} cases passed, {strict} of them strictly", cases.len()))
}

/// What is wrong about a case: how the messages went, or how the connection was closed.
fn failure(name: &str, case: &Value) -> Option<String> {
    let is_good = |key: &str| case[key].as_str().is_some_and(|behaviour| GOOD.contains(&behaviour));
    let is_passed = is_good("behavior") && is_good("behaviorClose");
    (!is_passed).then(|| format!("  {name}: {}, close {}", case["behavior"], case["behaviorClose"]))
}

/// The suite's program, installed once.
fn suite(workshop: &Workshop) -> Result<PathBuf, Problem> {
    let home = workshop.cache("autobahn/python2.7");
    let suite = home.join("bin/wstest");
    if shell::succeeds(Command::new(&suite).arg("--help")) {
        return Ok(suite);
    }
    let python = python2()?;
    let virtualenv = install::python(workshop, VIRTUALENV)?;
    let mut make = workshop.command(virtualenv);
    shell::run(make.args(["-m", "virtualenv", "--quiet", "--clear", "--python"]).arg(&python).arg(&home))?;
    let mut pip = workshop.command(home.join("bin/pip"));
    shell::run(pip.args(["install", "--quiet", SUITE])).map_err(|problem| {
        problem.help("the suite builds C code: it needs a compiler, and pip must reach its packages")
    })?;
    Ok(suite)
}

/// CPython 2.7, which Debian no longer has: the one that `PYTHON27` names, on the PATH, or among those of pyenv.
fn python2() -> Result<PathBuf, Problem> {
    let named = std::env::var_os("PYTHON27").map(PathBuf::from);
    let pyenv = std::env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".pyenv")));
    // A program of that name may be pyenv's stand-in for a version that is not chosen.
    let on_path = || shell::which("python2.7").filter(|python| shell::succeeds(Command::new(python).arg("--version")));
    let found = named.or_else(on_path).or_else(|| newest_of_pyenv(&pyenv?.join("versions")));
    found.ok_or_else(|| {
        Problem::new("no CPython 2.7, which Autobahn's suite runs on")
            .help("install it (`pyenv install 2.7.18`), or name it by the variable PYTHON27")
    })
}

fn newest_of_pyenv(versions: &Path) -> Option<PathBuf> {
    let versions = std::fs::read_dir(versions).ok()?.filter_map(Result::ok);
    let two_seven = versions.filter(|version| version.file_name().to_string_lossy().starts_with("2.7"));
    two_seven.map(|version| version.path().join("bin/python2.7")).filter(|python| python.is_file()).max()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn report(behavior: &str, close: &str) -> Value {
        let case = json!({ "behavior": behavior, "behaviorClose": close });
        (0..CORE_CASES).map(|number| (format!("1.{number}"), case.clone())).collect::<serde_json::Map<_, _>>().into()
    }

    #[test]
    fn all_cases_must_be_good_both_in_messages_and_close() {
        assert!(judge("view", &report("OK", "OK")).is_ok());
        assert!(judge("view", &report("NON-STRICT", "INFORMATIONAL")).is_ok());
        for (behavior, close) in [("FAILED", "OK"), ("OK", "UNCLEAN"), ("UNIMPLEMENTED", "OK")] {
            assert!(judge("view", &report(behavior, close)).is_err(), "{behavior} {close}");
        }
    }

    #[test]
    fn a_report_without_cases_is_a_failure() {
        let problem = judge("view", &Value::Null).unwrap_err().to_string();
        assert!(problem.contains("failed 0 of 0 cases of 247"), "{problem}");
    }
}
