//! The servers of `benches/peers`, each in a process of its own.

mod build;
mod server;

use std::path::PathBuf;

use crate::Outcome;

pub(crate) use self::server::Server;

/// A server that can be started, and where on it the measured thing is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer {
    /// As the report calls it.
    pub(crate) name: &'static str,
    program: Program,
    pub(crate) path: &'static str,
}

#[derive(Clone, Copy, Debug)]
enum Program {
    /// A program of `benches/peers`, and its argument.
    Built(&'static str, Option<&'static str>),
    Aiopyramid,
}

impl Peer {
    pub(crate) const fn new(name: &'static str, program: &'static str, path: &'static str) -> Self {
        Self { name, program: Program::Built(program, None), path }
    }

    /// The same program, told something else.
    pub(crate) const fn with(
        name: &'static str,
        program: &'static str,
        argument: &'static str,
        path: &'static str,
    ) -> Self {
        Self { name, program: Program::Built(program, Some(argument)), path }
    }

    /// Python's, where `cargo xtask bench` has found a Python that it runs on.
    pub(crate) fn aiopyramid(path: &'static str) -> Option<Self> {
        python().map(|_| Self { name: "aiopyramid (CPython 3.6, gunicorn)", program: Program::Aiopyramid, path })
    }
}

/// Builds the peers, before any of them is measured.
pub(crate) fn prepare() -> Outcome<()> {
    build::run()?;
    server::allow_many_files()
}

/// The interpreter with aiopyramid.
pub(crate) fn python() -> Option<PathBuf> {
    std::env::var_os("AIOPYRAMID_PYTHON").map(PathBuf::from)
}

/// What the chapters say of aiopyramid.
pub(crate) fn note_on_python() -> &'static str {
    match python() {
        Some(_) => {
            "aiopyramid 0.4.1 is there for scale: gunicorn 19.9 with one worker, aiohttp 2.3.10, on CPython 3.6."
        }
        None => "aiopyramid is left out: there was no CPython 3.6, on which it runs.",
    }
}
