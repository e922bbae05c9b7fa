use pyramidion::prelude::*;

struct Page;

#[view(path = "/")]
async fn home() -> Result<Page, std::io::Error> {
    Ok(Page)
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
