use pyramidion::prelude::*;

struct Tenant;

#[view(path = "/", custom_predicates = [Tenant])]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
