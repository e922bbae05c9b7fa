use pyramidion::prelude::*;

struct Page;

#[view(path = "/")]
async fn home() -> Json<Page> {
    Json(Page)
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
