use pyramidion::prelude::*;

#[view(path = "/")]
async fn home(_request: Request, Json(_value): Json<u32>) -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
