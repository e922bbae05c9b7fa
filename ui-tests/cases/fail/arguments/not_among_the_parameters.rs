use pyramidion::prelude::*;

#[view(path = "/{year}/{month}")]
async fn home(year: u16, month: u8, page: u32) -> String {
    format!("{year} {month} {page}")
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
