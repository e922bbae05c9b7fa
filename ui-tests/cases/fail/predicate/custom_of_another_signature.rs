use pyramidion::prelude::*;

fn is_long(id: &str) -> bool {
    id.len() > 12
}

#[view(path = "/", custom_predicates = is_long)]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
