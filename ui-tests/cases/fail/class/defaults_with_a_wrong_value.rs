use pyramidion::prelude::*;

struct Articles {
    request: Request,
}

#[views]
#[view_defaults(renderer = "jsn")]
impl Articles {
    fn new(request: Request) -> Self {
        Self { request }
    }

    #[view(path = "/")]
    async fn show(&self) -> String {
        self.request.path().into_owned()
    }

    #[view(path = "/again")]
    async fn again(&self) -> String {
        self.request.path().into_owned()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles>();
}
