use pyramidion::prelude::*;

#[forbidden_view(exception_only)]
async fn forbidden() -> &'static str {
    "forbidden"
}

fn main() {
    let _ = Configurator::new().add_view(forbidden {});
}
