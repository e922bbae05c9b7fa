use pyramidion::prelude::*;

#[view(path = "/")]
async fn home(numbers: &[u8]) -> String {
    numbers.len().to_string()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
