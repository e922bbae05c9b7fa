use pyramidion::prelude::*;

struct CurrentUser;

#[view(path = "/")]
async fn home(_user: &CurrentUser) -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
