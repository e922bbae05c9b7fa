use pyramidion::prelude::*;

async fn load(id: u64) -> u64 {
    id
}


#[view(path = "/")]
async fn home(scope: &SyncScope<'_>) -> String {
    scope.wait(load(7)).to_string()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
