//! The tutorial application, as clients that others wrote see it.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::server::Server;
use crate::install;
use crate::shell::{self, Problem};
use crate::workshop::Workshop;

const SOURCES: &str = "tests/clients";
const NODE_FILES: &[&str] =
    &["package.json", "package-lock.json", "browser.mjs", "echo.mjs", "foreign.mjs", "page.mjs"];

pub(super) fn run(workshop: &Workshop) -> Result<(), Problem> {
    let python = install::python(workshop, "tests/clients/requirements.txt")?;
    let node = install::program("node", "nodejs")?;
    let chromium = install::program("chromium", "chromium")?;
    let folder = node_folder(workshop)?;

    shell::run(&mut workshop.cargo("build --locked --package websocket"))?;
    let mut application = workshop.command(workshop.built("debug/websocket"));
    let server = Server::start(application.args(["serve", "--bind", "127.0.0.1:0"]))?;
    server.watch(|| {
        let echo = format!("ws://{}/echo", server.address());
        shell::run(workshop.command(&python).arg(workshop.file(SOURCES).join("echo.py")).arg(&echo))?;
        shell::run(in_folder(&node, &folder).arg("echo.mjs").arg(&echo))?;
        let page = format!("http://{}/", server.address());
        let mut visit = in_folder(&node, &folder);
        shell::run(visit.arg("page.mjs").arg(page).args([chromium.clone(), workshop.cache("page.png")]))?;
        shell::run(in_folder(&node, &folder).arg("foreign.mjs").arg(&echo).arg(&chromium))
    })
}

/// Node finds modules next to its scripts only, and `node_modules` belongs into the cache: so the scripts go there.
fn node_folder(workshop: &Workshop) -> Result<PathBuf, Problem> {
    let folder = workshop.cache("clients");
    for name in NODE_FILES {
        shell::write(&folder.join(name), &shell::read(&workshop.file(SOURCES).join(name))?)?;
    }
    install::npm(&folder)?;
    Ok(folder)
}

fn in_folder(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    command
}
