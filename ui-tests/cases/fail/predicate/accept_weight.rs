use pyramidion::prelude::*;

#[view(path = "/", accept = "text/html;q=0.5")]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
