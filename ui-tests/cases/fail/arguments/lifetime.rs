use pyramidion::prelude::*;

#[view(path = "/")]
async fn home<'a>(name: std::borrow::Cow<'a, str>) -> String {
    name.into_owned()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
