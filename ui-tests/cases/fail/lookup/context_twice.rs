use pyramidion::prelude::*;

struct Page;

#[view(context = [Page, Page])]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
