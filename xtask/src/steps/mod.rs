//! The checks, cheap ones first.

mod abort;
mod autobahn;
mod clients;
mod deny;
mod faults;
mod fixture;
mod fuzz;
mod outside;
mod parity;
mod proxies;
mod readme;
mod rust;
mod scan;
mod server;
mod threads;

use crate::shell::Problem;
use crate::workshop::Workshop;

#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) checks: &'static str,
    /// What to do when it failed, unless the problem knows better.
    pub(crate) remedy: &'static str,
    pub(crate) run: fn(&Workshop) -> Result<(), Problem>,
}

pub(crate) const ALL: &[Step] = &[
    Step { name: "fmt", checks: "the code is formatted", remedy: "run `cargo fmt --all`", run: rust::fmt },
    Step {
        name: "clippy",
        checks: "clippy and the compiler have no warnings",
        remedy: "mend what clippy names above; `cargo clippy --workspace --all-targets` repeats it",
        run: rust::clippy,
    },
    Step {
        name: "doc",
        checks: "the documentation has no broken links",
        remedy: "mend what rustdoc names above",
        run: rust::doc,
    },
    Step {
        name: "deny",
        checks: "dependencies: versions, licences, sources, advisories",
        remedy: "change the dependency, or allow it in deny.toml and say why",
        run: deny::run,
    },
    Step {
        name: "test",
        checks: "unit, integration, ui and documentation tests",
        remedy: "mend the test named above; `cargo test --workspace NAME` repeats it",
        run: rust::test,
    },
    Step {
        name: "loom",
        checks: "the executor's state machines, in every order of their threads",
        remedy: "see the model named above in runtime/src/executor/models.rs",
        run: threads::loom,
    },
    Step {
        name: "miri",
        checks: "the executor's tests do nothing undefined",
        remedy: "mend what Miri names above",
        run: threads::miri,
    },
    Step {
        name: "tsan",
        checks: "the executor's tests have no data races",
        remedy: "mend the race that ThreadSanitizer shows above",
        run: threads::tsan,
    },
    Step {
        name: "fuzz",
        checks: "parsers keep to their rules on input that nobody thought of",
        remedy: "mend what the compiler names above in fuzz/, or in what it uses",
        run: fuzz::run,
    },
    Step {
        name: "scan",
        checks: "views of a library that is only named in `scan` are found, in every profile",
        remedy: "see tests/fixtures/scan, and how the macros register views",
        run: scan::run,
    },
    Step {
        name: "abort",
        checks: "with `panic = \"abort\"`, waits that nobody wants any more go on to their ends",
        remedy: "see tests/fixtures/abort, and `is_to_unwind` in runtime/src/executor/synchronize.rs",
        run: abort::run,
    },
    Step {
        name: "outside",
        checks: "a crate outside the workspace compiles the README's snippets",
        remedy: "mend the README: an example is named after the line that its snippet begins on",
        run: outside::run,
    },
    Step {
        name: "clients",
        checks: "Python websockets, node ws and Chromium talk to the tutorial application",
        remedy: "start it with `cargo run` and repeat the client's command above against it",
        run: clients::run,
    },
    Step {
        name: "autobahn",
        checks: "Autobahn's websocket suite passes for each way to write a websocket view",
        remedy: "the suite's reports lie in target/xtask/autobahn, a page for each case",
        run: autobahn::run,
    },
    Step {
        name: "faults",
        checks: "the server holds against slow, lost and too many clients, and the machine's faults",
        remedy: "see tests/faults: `run.py PROGRAM NAME` repeats one",
        run: faults::run,
    },
    Step {
        name: "proxies",
        checks: "nginx, haproxy and systemd's tools serve the site that the page `deploying` describes",
        remedy: "see tests/proxies: `run.py PROGRAM NAME` repeats one; mend runtime/docs/deploying.md if it is the page",
        run: proxies::run,
    },
    Step {
        name: "parity",
        checks: "examples/parity answers random requests as the same application on Pyramid does",
        remedy: "see tests/parity/README.md: the seed named above repeats the requests",
        run: parity::run,
    },
];
