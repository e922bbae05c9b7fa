use pyramidion::prelude::*;

struct Articles {
    request: Request,
}

#[views]
impl Articles {
    fn init(request: Request) -> Self {
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
