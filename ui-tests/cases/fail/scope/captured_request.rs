use pyramidion::prelude::*;

async fn load(id: u64) -> u64 {
    id
}


#[view(path = "/")]
fn home(request: SyncRequest<'_>) -> String {
    request.wait(async { request.wait(load(7)).to_string() })
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
