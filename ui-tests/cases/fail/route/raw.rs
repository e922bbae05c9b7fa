use pyramidion::prelude::*;

#[view(path = "/users/{r#type}")]
async fn home(r#type: String) -> String {
    r#type
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
