use pyramidion::prelude::*;

#[exception_view]
async fn broken(_ws: Websocket) -> StatusCode {
    StatusCode::GONE
}

fn main() {
    let _ = Configurator::new().add_view(broken {});
}
