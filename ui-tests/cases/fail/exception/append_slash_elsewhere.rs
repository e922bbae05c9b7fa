use pyramidion::prelude::*;

#[forbidden_view(append_slash)]
async fn forbidden() -> &'static str {
    "forbidden"
}

fn main() {
    let _ = Configurator::new().add_view(forbidden {});
}
