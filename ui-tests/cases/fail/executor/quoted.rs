use pyramidion::prelude::*;

static REPORTS: ExecutorKey = ExecutorKey::new("reports");

#[view(path = "/", executor = "REPORTS")]
fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
