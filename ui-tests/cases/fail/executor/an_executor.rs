use pyramidion::prelude::*;

use pyramidion::executor::Executor;
use std::sync::LazyLock;

static REPORTS: LazyLock<Executor> = LazyLock::new(|| Executor::new(Default::default()));

#[view(path = "/", executor = REPORTS)]
fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
