use pyramidion::prelude::*;

#[view(path = "/")]
async fn home(request: &mut Request) -> String {
    request.path().into_owned()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
