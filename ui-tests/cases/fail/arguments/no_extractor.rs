use pyramidion::prelude::*;

struct CurrentUser;

#[view(path = "/")]
async fn home(_user: CurrentUser, _method: Method) -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
