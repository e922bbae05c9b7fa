use pyramidion::prelude::*;

#[exception_view]
async fn broken(id: u32) -> String {
    id.to_string()
}

fn main() {
    let _ = Configurator::new().add_view(broken {});
}
