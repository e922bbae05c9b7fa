use pyramidion::prelude::*;

struct Articles {
    request: Request,
}

#[views]
impl Articles {
    fn new<T: Into<Request>>(request: T) -> Self {
        Self { request: request.into() }
    }

    #[view(path = "/")]
    async fn show(&self) -> String {
        self.request.path().into_owned()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles>();
}
