use pyramidion::prelude::*;

struct Page;

#[exception_view]
async fn broken() -> Result<Page, HttpNotFound> {
    Ok(Page)
}

fn main() {
    let _ = Configurator::new().add_view(broken {});
}
