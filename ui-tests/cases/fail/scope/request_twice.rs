use pyramidion::prelude::*;

#[view(path = "/")]
fn home(request: SyncRequest<'_>, body: Bytes) -> String {
    format!("{} {}", request.path(), body.len())
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
