use pyramidion::prelude::*;

#[view(path = "/")]
async fn home() -> &'static str {
    let text = std::rc::Rc::new("home");
    std::future::ready(()).await;
    *text
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
