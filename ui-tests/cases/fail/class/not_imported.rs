use pyramidion::{Configurator, Request};

struct Articles {
    request: Request,
}

#[pyramidion::views]
impl Articles {
    fn new(request: Request) -> Self {
        Self { request }
    }

    #[view(path = "/")]
    async fn show(&self) -> String {
        self.request.path().into_owned()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles>();
}
