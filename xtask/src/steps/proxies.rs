//! What the page "Deploying" says of proxies and service managers, with real ones.

use crate::install;
use crate::shell::{self, Problem};
use crate::workshop::Workshop;

const SOURCES: &str = "tests/proxies";
const TOOLS: &[(&str, &str)] = &[
    ("curl", "curl"),
    ("openssl", "openssl"),
    ("ip", "iproute2"),
    ("unshare", "util-linux"),
    ("systemd-socket-activate", "systemd"),
];
const SERVICES: &[&str] = &["nginx", "haproxy"];

pub(super) fn run(workshop: &Workshop) -> Result<(), Problem> {
    let python = install::python(workshop, "tests/python/requirements.txt")?;
    TOOLS.iter().try_for_each(|(tool, package)| install::program(tool, package).map(drop))?;
    SERVICES.iter().try_for_each(|name| install::service(name).map(drop))?;
    shell::run(&mut workshop.cargo("build --locked --package pyramidion-tests --bin backend"))?;
    // A network of its own, in which the page's own ports are free, and so are the addresses of visitors.
    let mut drive = workshop.command("unshare");
    drive.args(["--map-root-user", "--net"]).arg(python).arg(workshop.file(SOURCES).join("run.py"));
    shell::run(drive.arg(workshop.built("debug/backend")))
}
