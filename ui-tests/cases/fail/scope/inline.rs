use pyramidion::prelude::*;

async fn load(id: u64) -> u64 {
    id
}


#[view(path = "/", mapper = inline)]
fn home(request: SyncRequest<'_>) -> String {
    request.wait(load(7)).to_string()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
