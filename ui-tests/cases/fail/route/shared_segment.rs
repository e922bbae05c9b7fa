use pyramidion::prelude::*;

#[view(path = "/page-{number}")]
async fn home(number: u32) -> String {
    number.to_string()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
