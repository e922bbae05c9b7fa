use pyramidion::prelude::*;

#[view(path = "/")]
async fn home(_text: String, _bytes: Bytes) -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
