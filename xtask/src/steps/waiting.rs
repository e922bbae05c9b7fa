//! Requests that wait hold nobody up.

use super::server::Server;
use crate::install;
use crate::shell::{self, Problem};
use crate::workshop::Workshop;

/// The usual limit of 1,024 open files is less than the application gets connections.
const MORE_FILES: &str = "ulimit -n 4096 && exec \"$0\" serve --bind 127.0.0.1:0";

pub(super) fn run(workshop: &Workshop) -> Result<(), Problem> {
    let python = install::python(workshop, "tests/clients/requirements.txt")?;
    shell::run(&mut workshop.cargo("build --locked --package blocking"))?;
    let mut application = workshop.command("sh");
    let server = Server::start(application.args(["-c", MORE_FILES]).arg(workshop.built("debug/blocking")))?;
    let mut client = workshop.command(python);
    client.arg(workshop.file("tests/clients/waiting.py")).args(server.address().split(':'));
    server.watch(|| shell::run(&mut client))
}
