//! The same application on Pyramid and here, asked the same.

use super::server::Server;
use crate::install;
use crate::shell::{self, Problem};
use crate::workshop::Workshop;

const FOLDER: &str = "tests/parity";
const SEEDS: u32 = 20;
const REQUESTS: u32 = 2_000;

pub(super) fn run(workshop: &Workshop) -> Result<(), Problem> {
    let python = install::python(workshop, "tests/parity/requirements.txt")?;
    shell::run(&mut workshop.cargo("build --locked --package parity"))?;
    let mut pyramid = workshop.command(&python);
    let pyramid = Server::start(pyramid.current_dir(workshop.file(FOLDER)).arg("serve.py"))?;
    let mut application = workshop.command(workshop.built("debug/parity"));
    let application = Server::start(application.args(["serve", "--bind", "127.0.0.1:0"]))?;
    pyramid.watch(|| application.watch(|| compare(workshop, &python, application.address(), pyramid.address())))
}

fn compare(workshop: &Workshop, python: &std::path::Path, ours: &str, theirs: &str) -> Result<(), Problem> {
    (1..=SEEDS).try_for_each(|seed| {
        let mut comparer = workshop.command(python);
        comparer.arg(workshop.file(FOLDER).join("compare.py"));
        comparer.args(["--ours", &format!("http://{ours}"), "--theirs", &format!("http://{theirs}")]);
        shell::run(comparer.args(["--seed", &seed.to_string(), "--count", &REQUESTS.to_string()]))
    })
}
