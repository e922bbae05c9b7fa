use pyramidion::prelude::*;

#[view(context = _, name = "")]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
