//! The server under clients that mean no good, and under the faults of the machine.

use crate::install;
use crate::shell::{self, Problem};
use crate::workshop::Workshop;

const SOURCES: &str = "tests/faults";
const TOOLS: &[(&str, &str)] = &[
    ("curl", "curl"),
    ("h2load", "nghttp2-client"),
    ("slowhttptest", "slowhttptest"),
    ("openssl", "openssl"),
    ("ip", "iproute2"),
    ("iptables", "iptables"),
    ("unshare", "util-linux"),
];

pub(super) fn run(workshop: &Workshop) -> Result<(), Problem> {
    let python = install::python(workshop, "tests/python/requirements.txt")?;
    TOOLS.iter().try_for_each(|(tool, package)| install::program(tool, package).map(drop))?;
    shell::run(&mut workshop.cargo("build --locked --package pyramidion-tests --bin fortress"))?;
    // A network of its own, in which packets can be dropped and nobody else is disturbed.
    let mut attack = workshop.command("unshare");
    attack.args(["--map-root-user", "--net"]).arg(python).arg(workshop.file(SOURCES).join("run.py"));
    shell::run(attack.arg(workshop.built("debug/fortress")))
}
