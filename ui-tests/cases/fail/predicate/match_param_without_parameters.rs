use pyramidion::prelude::*;

#[view(path = "/", match_param = "id=7")]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
