use pyramidion::prelude::*;

struct CurrentUser;

#[view(route_name = "home")]
async fn home(_user: CurrentUser) -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
