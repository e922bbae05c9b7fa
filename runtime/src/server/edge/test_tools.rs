//! Tools for the tests of the edges.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// A directory of its own, which goes with the test.
pub(super) struct Directory(PathBuf);

impl Directory {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("pyramidion-edge-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("the temporary directory is writable");
        Self(path)
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl AsRef<Path> for Directory {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs the test of this name again in a process of its own, since what a process inherits cannot be changed in this one.
///
/// `shell` runs it as `"$@"`.
pub(super) fn again_in_child(test: &str, shell: &str, prepare: impl FnOnce(&mut Command)) -> Output {
    let test = test.split_once("::").map_or(test, |(_, in_crate)| in_crate);
    let program = std::env::current_exe().expect("the test knows its program");
    let mut command = Command::new("sh");
    command.args(["-c", shell, "sh"]).arg(program).args([test, "--exact", "--nocapture"]);
    prepare(&mut command);
    let output = command.output().expect("there is a shell");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}{}", String::from_utf8_lossy(&output.stderr));
    output
}
