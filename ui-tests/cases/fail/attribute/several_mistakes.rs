use pyramidion::prelude::*;

#[view(pth = "/", renderer = 7, mapper = corutine, request_method = "GTE")]
async fn home(_user: &str) {}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
