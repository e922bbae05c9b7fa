use pyramidion::prelude::*;

#[view(name = "edit/draft")]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
