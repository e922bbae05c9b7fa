use pyramidion::prelude::*;

#[view(path = "/")]
fn home(scope: &mut SyncScope<'_>, request: &mut SyncRequest<'_>) -> &'static str {
    drop((scope, request));
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
