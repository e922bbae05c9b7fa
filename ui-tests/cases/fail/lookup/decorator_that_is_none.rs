use pyramidion::prelude::*;

fn timed(response: Response) -> Response {
    response
}

#[view(path = "/", decorator = timed)]
async fn home() -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
