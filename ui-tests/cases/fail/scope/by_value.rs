use pyramidion::prelude::*;

#[view(path = "/")]
fn home(scope: SyncScope<'_>) -> &'static str {
    drop(scope);
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
