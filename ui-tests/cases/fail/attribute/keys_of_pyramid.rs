use pyramidion::prelude::*;

#[view(path = "/", request_type = Mobile, attr = "index", wrapper = "frame", for_ = Page, exception_only = true)]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
