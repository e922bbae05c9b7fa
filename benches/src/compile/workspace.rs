//! A workspace in the temporary folder: nothing of this one's settings reaches it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::source::{self, Style};
use crate::Outcome;

pub(super) struct Workspace {
    root: PathBuf,
    /// Kept between runs, as it holds the compiled dependencies.
    target: PathBuf,
}

/// One crate of the workspace.
pub(super) struct Subject<'a> {
    workspace: &'a Workspace,
    name: String,
    edits: usize,
}

impl Workspace {
    pub(super) fn new() -> Outcome<Self> {
        let root = std::env::temp_dir().join(format!("pyramidion-compile-{}", std::process::id()));
        let program = std::env::current_exe()?;
        let target = program.ancestors().nth(2).ok_or("this program does not lie in a target folder")?.join("compile");
        let workspace = Self { root, target };
        workspace.write("Cargo.toml", "[workspace]\nmembers = [\"*-*\"]\nresolver = \"3\"\n")?;
        let lock = std::fs::read_to_string(repository().join("Cargo.lock"))?;
        workspace.write("Cargo.lock", &lock)?;
        Ok(workspace)
    }

    pub(super) fn subject(&self, style: Style, handlers: usize) -> Outcome<Subject<'_>> {
        let name = format!("{}-{handlers}", style.name());
        self.write(&format!("{name}/Cargo.toml"), &source::manifest(&name, &repository().join("runtime")))?;
        for (file, text) in source::files(style, handlers) {
            self.write(&format!("{name}/src/{file}"), &text)?;
        }
        Ok(Subject { workspace: self, name, edits: 0 })
    }

    fn write(&self, file: &str, text: &str) -> Outcome<()> {
        let file = self.root.join(file);
        std::fs::create_dir_all(file.parent().unwrap_or(&self.root))?;
        std::fs::write(&file, text).map_err(|error| format!("cannot write {}: {error}", file.display()).into())
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.root) {
            eprintln!("cannot remove {}: {error}", self.root.display());
        }
    }
}

impl Subject<'_> {
    /// Forgets all that was compiled of this crate, and nothing else.
    pub(super) fn clean(&self) -> Outcome<()> {
        self.cargo("clean").map(drop)
    }

    pub(super) fn build(&self) -> Outcome<Duration> {
        self.cargo("build")
    }

    pub(super) fn check(&self) -> Outcome<Duration> {
        self.cargo("check")
    }

    /// Changes the body of one handler.
    pub(super) fn edit(&mut self) -> Outcome<()> {
        self.edits += 1;
        let file = format!("{}/src/part0.rs", self.name);
        let text = std::fs::read_to_string(self.workspace.root.join(&file))?;
        self.workspace.write(&file, &source::edited(&text, self.edits))
    }

    /// The size of the program, in bytes, after checking that it has the routes.
    pub(super) fn size(&self) -> Outcome<u64> {
        let program = self.workspace.target.join("debug").join(&self.name);
        let output = Command::new(&program).output()?;
        if output.stdout != b"true\n" {
            return Err(format!("`{}` has no routes: {}", self.name, String::from_utf8_lossy(&output.stderr)).into());
        }
        Ok(program.metadata()?.len())
    }

    fn cargo(&self, subcommand: &str) -> Outcome<Duration> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args([subcommand, "--quiet", "--offline", "--package", &self.name]);
        cargo.current_dir(&self.workspace.root).env("CARGO_TARGET_DIR", &self.workspace.target).stdin(Stdio::null());
        let start = Instant::now();
        let output = cargo.output()?;
        let took = start.elapsed();
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            return Err(format!("`cargo {subcommand} -p {}` failed:\n{errors}", self.name).into());
        }
        Ok(took)
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the benches lie in the repository")
}
