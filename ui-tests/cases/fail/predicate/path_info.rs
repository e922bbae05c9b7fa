use pyramidion::prelude::*;

#[view(path = "/", path_info = "(?=a)")]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
