use pyramidion::prelude::*;

struct Page;

#[view(path = "/")]
async fn home(Json(_page): Json<Page>) -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
