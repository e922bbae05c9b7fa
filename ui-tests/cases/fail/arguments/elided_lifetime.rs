use pyramidion::prelude::*;

struct Name<'a>(&'a str);

#[view(path = "/")]
async fn home(name: Name<'_>) -> String {
    name.0.to_owned()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
