//! Runs this program under callgrind.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::profile::Profile;
use crate::Outcome;
use crate::cases::Case;
use crate::drive::Side;

/// Two numbers of requests; what the larger one costs more, the requests cost. So the start is not counted, nor what is
/// done once for the first request.
const FEW: u32 = 200;
const MANY: u32 = 1200;

/// The instructions of one request.
pub(crate) fn count(case: &Case, side: Side) -> Outcome<Profile> {
    Ok(run(case, side, MANY)?.per_request(&run(case, side, FEW)?, MANY - FEW))
}

fn run(case: &Case, side: Side, requests: u32) -> Outcome<Profile> {
    let file = Output::new(&format!("{}-{}-{requests}", case.name, side.name()));
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--quiet"]).arg(format!("--callgrind-out-file={}", file.0.display()));
    valgrind.arg(std::env::current_exe()?).args(["drive", case.name, side.name(), &requests.to_string()]);
    let output = valgrind.stdin(Stdio::null()).output().map_err(|error| {
        format!("cannot start valgrind: {error}\nhelp: install it, or let `cargo xtask bench` do it")
    })?;
    if !output.status.success() {
        return Err(format!("callgrind failed at `{}`: {}", case.name, String::from_utf8_lossy(&output.stderr)).into());
    }
    let profile = Profile::parse(&String::from_utf8_lossy(&std::fs::read(&file.0)?));
    if profile.total() == 0.0 {
        return Err(format!("callgrind wrote no count for `{}`", case.name).into());
    }
    Ok(profile)
}

/// The file that callgrind writes, gone when dropped.
struct Output(PathBuf);

impl Output {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("pyramidion-callgrind-{}-{name}", std::process::id())))
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.0) {
            eprintln!("cannot remove {}: {error}", self.0.display());
        }
    }
}
