use pyramidion::prelude::*;

struct Articles {
    request: Request,
}

impl Articles {
    fn new(request: Request) -> Self {
        Self { request }
    }

    pub async fn show(&self) -> String {
        self.request.path().into_owned()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles>();
}
