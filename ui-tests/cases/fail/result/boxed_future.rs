use pyramidion::prelude::*;

#[view(path = "/")]
fn home() -> std::pin::Pin<Box<dyn Future<Output = String> + Send>> {
    Box::pin(async { String::new() })
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
