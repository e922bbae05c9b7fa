use pyramidion::prelude::*;

#[view(path = "/{id}")]
async fn home(id: u32, _method: Method) -> String {
    let text = std::rc::Rc::new(id);
    std::future::ready(()).await;
    text.to_string()
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
