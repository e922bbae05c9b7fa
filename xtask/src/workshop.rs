//! Where the chores work: the repository, its target folder, the caches.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) struct Workshop {
    root: PathBuf,
    target: PathBuf,
    notes: RefCell<Vec<String>>,
}

impl Workshop {
    pub(crate) fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository").to_owned();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Self { root, target, notes: RefCell::default() }
    }

    /// Says now, and again in the summary, what a passed step does not tell.
    pub(crate) fn note(&self, note: &str) {
        println!("{note}");
        self.notes.borrow_mut().push(note.to_owned());
    }

    pub(crate) fn notes(&self) -> Vec<String> {
        self.notes.borrow().clone()
    }

    /// A file of the repository.
    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// A file that cargo built.
    pub(crate) fn built(&self, path: &str) -> PathBuf {
        self.target.join(path)
    }

    /// A file of the chores' own: `cargo clean` takes it away.
    pub(crate) fn cache(&self, path: &str) -> PathBuf {
        self.target.join("xtask").join(path)
    }

    /// A program that works on the repository.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// The cargo that started this, with arguments separated by spaces.
    pub(crate) fn cargo(&self, arguments: &str) -> Command {
        let mut command = self.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments.split_whitespace());
        command
    }
}
