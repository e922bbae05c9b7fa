use pyramidion::prelude::*;

use std::rc::Rc;

struct Articles {
    path: Rc<str>,
}

#[views]
impl Articles {
    fn new(request: Request) -> Self {
        Self { path: request.path().into() }
    }

    #[view(path = "/")]
    async fn show(&self) -> String {
        std::future::ready(()).await;
        self.path.to_string()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles>();
}
