use pyramidion::prelude::*;

#[view(path = "/")]
async fn home(page: u32) -> String {
    page.to_string()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
