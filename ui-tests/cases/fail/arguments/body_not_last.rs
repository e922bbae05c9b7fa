use pyramidion::prelude::*;

#[view(path = "/")]
async fn home(Json(_value): Json<u32>, _method: Method) -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
