use pyramidion::prelude::*;

#[view(path = "/", request_param = "")]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
