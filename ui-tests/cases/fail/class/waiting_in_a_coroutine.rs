use pyramidion::prelude::*;

struct Articles {
    path: String,
}

#[views]
impl Articles {
    fn new(request: SyncRequest<'_>) -> Self {
        Self { path: request.path().into_owned() }
    }

    #[view(path = "/")]
    async fn show(&self) -> String {
        self.path.clone()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles>();
}
