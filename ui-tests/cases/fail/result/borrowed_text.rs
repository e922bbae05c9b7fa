use pyramidion::prelude::*;

#[view(path = "/")]
fn home(request: &Request) -> &str {
    request.method().as_str()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
