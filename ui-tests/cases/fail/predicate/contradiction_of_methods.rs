use pyramidion::prelude::*;

#[view(path = "/", request_method = ["POST", "PUT"], not(request_method = ["PUT", "POST"]))]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
