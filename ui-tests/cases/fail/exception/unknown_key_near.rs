use pyramidion::prelude::*;

#[exception_view(contxt = HttpGone)]
async fn broken() -> &'static str {
    "broken"
}

fn main() {
    let _ = Configurator::new().add_view(broken {});
}
