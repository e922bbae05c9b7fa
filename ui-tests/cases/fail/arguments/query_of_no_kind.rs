use pyramidion::prelude::*;

struct Page;

#[view(path = "/")]
async fn home(Query(_page): Query<Page>, _method: Method) -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
