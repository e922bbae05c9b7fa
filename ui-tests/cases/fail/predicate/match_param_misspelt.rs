use pyramidion::prelude::*;

#[view(path = "/items/{id}", match_param = "di=7")]
async fn home(id: u32) -> String {
    id.to_string()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
