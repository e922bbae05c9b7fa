use pyramidion::prelude::*;

#[view(path = "/reports/{year}")]
async fn home(yaer: u16) -> String {
    yaer.to_string()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
