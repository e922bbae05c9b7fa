//! A user who may not start any more threads.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rustix::process::getuid;

const FEW_THREADS: &str = env!("CARGO_BIN_EXE_few_threads");

/// Users that no distribution gives a name, and services are given for a while.
const NAMELESS: std::ops::Range<u32> = 61_184..65_520;

/// A copy of the program where every user can run it.
struct ForEveryone(PathBuf);

impl ForEveryone {
    fn copy() -> ForEveryone {
        let folder = std::env::temp_dir().join(format!("pyramidion-few-threads-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let copied = ForEveryone(folder);
        fs::copy(FEW_THREADS, copied.program()).unwrap();
        for path in [&copied.0, &copied.program()] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        copied
    }

    fn program(&self) -> PathBuf {
        self.0.join("few_threads")
    }
}

impl Drop for ForEveryone {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn unused_user() -> u32 {
    let processes = fs::read_dir("/proc").unwrap();
    let used: Vec<u32> = processes.filter_map(|entry| Some(entry.ok()?.metadata().ok()?.uid())).collect();
    NAMELESS.clone().find(|user| !used.contains(user)).expect("a user without processes")
}

/// Runs the program, and gives its standard output.
fn run(program: &mut Command) -> String {
    let output = program.current_dir("/").stdin(Stdio::null()).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{stderr}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// The limit does not bind root, who therefore becomes somebody else.
#[test]
fn an_application_without_threads_to_start_refuses_or_queues_and_recovers() {
    if !getuid().is_root() {
        let told = run(&mut Command::new(FEW_THREADS));
        assert!(told.ends_with("recovered\n"), "{told}");
        return;
    }
    let (copied, user) = (ForEveryone::copy(), unused_user());
    let told = run(Command::new(copied.program()).uid(user).gid(user));
    // Nobody else starts threads of that user: one of the four may watch the queue.
    assert!(["granted 4\nrecovered\n", "granted 3\nrecovered\n"].contains(&told.as_str()), "{told}");
}
