//! Brings the programs that steps need onto the machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{self, Problem};
use crate::workshop::Workshop;

/// The path of a program, after installing its Debian package where it is missing.
pub(crate) fn program(name: &str, package: &str) -> Result<PathBuf, Problem> {
    if let Some(found) = shell::which(name) {
        return Ok(found);
    }
    println!("`{name}` is missing: installing the Debian package `{package}`");
    apt(name, &[package])?;
    shell::which(name).ok_or_else(|| by_hand(name, package, "is still not on the PATH after that"))
}

/// As [`program`], for a package of the same name with a service that is neither to run now nor after the next start.
pub(crate) fn service(name: &str) -> Result<PathBuf, Problem> {
    let is_new = shell::which(name).is_none();
    let program = program(name, name)?;
    if is_new && shell::which("systemctl").is_some() {
        let mut disable = as_root(name)?;
        shell::run(disable.args(["systemctl", "disable", &format!("{name}.service")]))
            .map_err(|problem| problem.help(format!("have the system not start {name}, or let it: no test minds")))?;
    }
    Ok(program)
}

/// Installs Debian packages, as root or through sudo.
fn apt(name: &str, packages: &[&str]) -> Result<(), Problem> {
    let wanted = packages.join(" ");
    if shell::which("apt-get").is_none() {
        return Err(by_hand(name, &wanted, "is missing, and there is no apt-get to install it"));
    }
    let apt = |arguments: &[&str]| {
        let mut command = as_root(name).map_err(|problem| problem.help(format!("install by hand: {wanted}")))?;
        shell::run(command.arg("apt-get").args(arguments))
            .map_err(|problem| problem.help(format!("install by hand: {wanted}")))
    };
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], packages].concat())
}

/// The beginning of a command that root runs. systemd starts no service meanwhile: what is installed is for tests.
fn as_root(name: &str) -> Result<Command, Problem> {
    let mut command = if is_root()? {
        Command::new("env")
    } else if let Some(sudo) = shell::which("sudo") {
        let mut command = Command::new(sudo);
        command.arg("env");
        command
    } else {
        return Err(Problem::new(format!("`{name}` is missing, and installing it takes root or sudo")));
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "SYSTEMD_OFFLINE=1"]);
    Ok(command)
}

fn by_hand(name: &str, packages: &str, why: &str) -> Problem {
    Problem::new(format!("`{name}` {why}")).help(format!("install by hand (Debian: {packages})"))
}

fn is_root() -> Result<bool, Problem> {
    let output = Command::new("id").arg("-u").output();
    let output = output.map_err(|error| Problem::new(format!("`id -u` cannot be started: {error}")))?;
    Ok(output.stdout == b"0\n")
}

/// A component of the toolchain that rustup's minimal profile leaves out.
pub(crate) fn rust_component(workshop: &Workshop, subcommand: &str, component: &str) -> Result<(), Problem> {
    if shell::succeeds(workshop.cargo(subcommand).arg("--version")) {
        return Ok(());
    }
    shell::run(workshop.command("rustup").args(["component", "add", component]))
        .map_err(|problem| problem.help(format!("install the toolchain's component `{component}`")))
}

/// Whether nightly Rust is here with this component, after an attempt to install them.
pub(crate) fn nightly_component(workshop: &Workshop, component: &str) -> bool {
    let is_installed = || {
        let mut rustup = workshop.command("rustup");
        rustup.args(["component", "list", "--toolchain", "nightly", "--installed"]);
        rustup
            .output()
            .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).lines().any(|line| line.starts_with(component)))
    };
    if is_installed() {
        return true;
    }
    println!("nightly Rust's `{component}` is missing: installing it");
    let mut rustup = workshop.command("rustup");
    rustup.args(["toolchain", "install", "nightly", "--profile", "minimal", "--component", component]);
    shell::run(&mut rustup).is_ok() && is_installed()
}

/// A cargo tool from the PATH, or built once into the cache.
pub(crate) fn cargo_tool(workshop: &Workshop, name: &str, version: &str) -> Result<PathBuf, Problem> {
    let root = workshop.cache("tools");
    let built = root.join("bin").join(name);
    if let Some(found) = shell::which(name).or_else(|| built.is_file().then(|| built.clone())) {
        return Ok(found);
    }
    println!("`{name}` is missing: building it, once");
    // Unoptimized: it is built for longer than it ever runs.
    let mut install = workshop.cargo(&format!("install --quiet --locked --debug {name}@{version} --root"));
    shell::run(install.arg(&root).env("CARGO_PROFILE_DEV_DEBUG", "0"))
        .map_err(|problem| problem.help(format!("install it by hand: `cargo install --locked {name}`")))?;
    Ok(built)
}

/// The Python of a virtual environment that holds what a requirements file names.
pub(crate) fn python(workshop: &Workshop, requirements: &str) -> Result<PathBuf, Problem> {
    let requirements = workshop.file(requirements);
    let purpose = requirements.parent().and_then(Path::file_name).unwrap_or_default();
    let venv = workshop.cache("venv").join(purpose);
    let python = venv.join("bin/python");
    let stamp = Stamp::new(&venv, &requirements)?;
    if stamp.is_fresh() && shell::succeeds(Command::new(&python).arg("--version")) {
        return Ok(python);
    }
    let mut system = program("python3", "python3")?;
    if !shell::succeeds(Command::new(&system).args(["-c", "import ensurepip, venv"])) {
        apt("python3 -m venv", &["python3-venv"])?;
        // The one that apt completed, in case another stands before it on the PATH.
        system = PathBuf::from("/usr/bin/python3");
    }
    shell::run(Command::new(system).args(["-m", "venv", "--clear"]).arg(&venv))?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    shell::run(pip.arg(&requirements)).map_err(|problem| problem.help("Python packages must be reachable by pip"))?;
    stamp.set()?;
    Ok(python)
}

/// The Python of a virtual environment that holds aiopyramid, where there is a Python 3.6: it runs on no later one.
pub(crate) fn aiopyramid(workshop: &Workshop) -> Result<PathBuf, Problem> {
    let requirements = workshop.file("benches/peers/aiopyramid/requirements.txt");
    let venv = workshop.cache("venv").join("aiopyramid");
    let python = venv.join("bin/python");
    let stamp = Stamp::new(&venv, &requirements)?;
    if stamp.is_fresh() && shell::succeeds(Command::new(&python).arg("--version")) {
        return Ok(python);
    }
    let system = python_3_6().ok_or_else(|| {
        Problem::new("there is no CPython 3.6").help("put `python3.6` on the PATH, or install it with pyenv")
    })?;
    shell::run(Command::new(system).args(["-m", "venv", "--clear"]).arg(&venv))?;
    // One after the other, as some are imported by the setups of those after them.
    for requirement in stamp.wanted.lines() {
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement]);
        shell::run(&mut pip).map_err(|problem| problem.help("Python packages must be reachable by pip"))?;
    }
    stamp.set()?;
    Ok(python)
}

/// From the PATH, or one of pyenv's, whose links on the PATH name only those that are chosen.
fn python_3_6() -> Option<PathBuf> {
    let works = |python: &PathBuf| {
        shell::succeeds(Command::new(python).args(["-c", "import sys; sys.exit(sys.version_info[:2] != (3, 6))"]))
    };
    let root = std::env::var_os("PYENV_ROOT").map(PathBuf::from);
    let root = root.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".pyenv")));
    let versions = root.and_then(|root| root.join("versions").read_dir().ok()).into_iter().flatten().flatten();
    let of_pyenv = versions.map(|version| version.path().join("bin/python3.6"));
    shell::which("python3.6").into_iter().chain(of_pyenv).find(works)
}

/// Installs what `package.json` in `folder` names, next to it.
pub(crate) fn npm(folder: &Path) -> Result<(), Problem> {
    let stamp = Stamp::new(&folder.join("node_modules"), &folder.join("package-lock.json"))?;
    if stamp.is_fresh() {
        return Ok(());
    }
    let mut npm = Command::new(program("npm", "npm")?);
    shell::run(npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))
        .map_err(|problem| problem.help("node packages must be reachable by npm"))?;
    stamp.set()
}

/// Remembers from which file something was installed.
struct Stamp {
    file: PathBuf,
    wanted: String,
}

impl Stamp {
    fn new(installed: &Path, source: &Path) -> Result<Self, Problem> {
        Ok(Self { file: installed.join("installed-from"), wanted: shell::read(source)? })
    }

    fn is_fresh(&self) -> bool {
        std::fs::read_to_string(&self.file).is_ok_and(|found| found == self.wanted)
    }

    fn set(&self) -> Result<(), Problem> {
        shell::write(&self.file, &self.wanted)
    }
}
