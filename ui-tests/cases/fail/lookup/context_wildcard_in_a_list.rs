use pyramidion::prelude::*;

struct Page;

#[view(context = [Page, _])]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
