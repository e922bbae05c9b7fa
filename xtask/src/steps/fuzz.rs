//! The fuzz targets: built, and run for a while, each from what its earlier runs have found.
//!
//! libFuzzer is linked by the crate `libfuzzer-sys`, and the compiler's own pass tells it what has been reached: that needs neither
//! cargo-fuzz nor nightly Rust. `AddressSanitizer`, which does, has little to find where no code is `unsafe`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::install;
use crate::shell::{self, Problem};
use crate::workshop::Workshop;

const FOLDER: &str = "fuzz";

/// Named, so that build scripts and macros are built without the flags.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// By which the compiler tells libFuzzer what has been reached.
const FLAGS: &[&str] = &[
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// The same runs of the same corpus each time.
const RUNS: &[&str] = &["-runs=100000", "-seed=1", "-max_total_time=8", "-timeout=10", "-verbosity=0"];

pub(super) fn run(workshop: &Workshop) -> Result<(), Problem> {
    if !cfg!(all(target_arch = "x86_64", target_os = "linux")) {
        workshop.note("NOT CHECKED: input that nobody thought of (the fuzz targets are set up for x86-64 Linux alone)");
        return Ok(());
    }
    install::program("c++", "g++")?;
    let targets = targets(&workshop.file(FOLDER).join("fuzz_targets"))?;
    build(workshop)?;
    targets.iter().try_for_each(|target| fuzz(workshop, target))
}

/// The names of the targets, each of which is one file.
fn targets(folder: &Path) -> Result<Vec<String>, Problem> {
    let entries = std::fs::read_dir(folder);
    let entries = entries.map_err(|error| Problem::new(format!("cannot read {}: {error}", folder.display())))?;
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let files = files.filter(|file| file.extension().is_some_and(|extension| extension == "rs"));
    let mut names: Vec<_> = files.filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned())).collect();
    names.sort_unstable();
    if names.is_empty() {
        return Err(Problem::new(format!("there is no fuzz target in {}", folder.display())));
    }
    Ok(names)
}

fn build(workshop: &Workshop) -> Result<(), Problem> {
    let folder = workshop.file(FOLDER);
    // The workspace's versions, so that these need no lock file of their own to keep up to date.
    shell::write(&folder.join("Cargo.lock"), &shell::read(&workshop.file("Cargo.lock"))?)?;
    let mut cargo = workshop.cargo("build --bins --target");
    cargo.arg(TARGET).current_dir(folder).env("CARGO_TARGET_DIR", workshop.cache(FOLDER));
    shell::run(cargo.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}")))
}

fn fuzz(workshop: &Workshop, target: &str) -> Result<(), Problem> {
    let program = workshop.cache(FOLDER).join(TARGET).join("debug").join(target);
    Place::of(&workshop.file(FOLDER), target)?.fuzz(&program)
}

/// Where the inputs of a target are, as cargo-fuzz has them.
struct Place {
    /// What earlier runs have found, and this one adds to.
    corpus: PathBuf,
    /// What has made the target fail.
    artifacts: PathBuf,
    /// What it begins with, kept in the repository.
    seeds: PathBuf,
}

impl Place {
    fn of(folder: &Path, target: &str) -> Result<Self, Problem> {
        let of = |kind: &str| folder.join(kind).join(target);
        let place = Self { corpus: of("corpus"), artifacts: of("artifacts"), seeds: of("seeds") };
        for folder in [&place.corpus, &place.artifacts] {
            std::fs::create_dir_all(folder)
                .map_err(|error| Problem::new(format!("cannot make {}: {error}", folder.display())))?;
        }
        Ok(place)
    }

    /// Runs a target, beginning with the input that it failed on before.
    fn fuzz(&self, program: &Path) -> Result<(), Problem> {
        let failed = self.artifacts.join("failed");
        let mut fuzzer = Command::new(program);
        fuzzer.args(RUNS).arg(format!("-exact_artifact_path={}", failed.display())).args(self.inputs());
        shell::run(&mut fuzzer).map_err(|problem| match failed.is_file() {
            true => Problem::new(format!("a fuzz target fails on the input in {}", failed.display())).help(format!(
                "it says above why; `{} {}` repeats it",
                program.display(),
                failed.display()
            )),
            false => problem,
        })
    }

    /// The first folder is the one that is written to.
    fn inputs(&self) -> impl Iterator<Item = &Path> {
        [&self.corpus, &self.artifacts, &self.seeds].into_iter().map(PathBuf::as_path).filter(|folder| folder.is_dir())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// A folder that is gone when dropped.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            Self(std::env::temp_dir().join(format!("pyramidion-fuzz-{name}-{}", std::process::id())))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_target_is_a_file() {
        let folder = Folder::new("targets");
        assert!(targets(&folder.0).unwrap_err().to_string().contains("cannot read"));
        for name in ["paths.rs", "auth.rs", "README.md"] {
            shell::write(&folder.0.join(name), "").unwrap();
        }
        assert_eq!(targets(&folder.0).unwrap(), ["auth", "paths"]);
    }

    #[test]
    fn a_failure_names_its_input() {
        let folder = Folder::new("failure");
        shell::write(&folder.0.join("seeds/paths/one"), "/a").unwrap();
        let place = Place::of(&folder.0, "paths").unwrap();
        assert_eq!(place.inputs().count(), 3);
        let silent = place.fuzz(Path::new("/bin/false")).unwrap_err().to_string();
        assert!(silent.contains("ended with exit status: 1"), "{silent}");
        shell::write(&folder.0.join("artifacts/paths/failed"), "/%").unwrap();
        let told = place.fuzz(Path::new("/bin/false")).unwrap_err().to_string();
        assert!(told.contains("artifacts/paths/failed\nhelp: "), "{told}");
        assert!(place.fuzz(Path::new("/bin/true")).is_ok());
    }
}
