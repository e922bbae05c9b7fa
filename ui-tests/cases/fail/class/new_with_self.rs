use pyramidion::prelude::*;

struct Articles {
    request: Request,
}

#[views]
impl Articles {
    fn new(&mut self, request: Request) -> &mut Self {
        self.request = request;
        self
    }

    #[view(path = "/")]
    async fn show(&self) -> String {
        self.request.path().into_owned()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles>();
}
