use pyramidion::prelude::*;

struct Page;

#[view(context = Page)]
async fn home(id: u32) -> String {
    id.to_string()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
