use pyramidion::prelude::*;

struct Articles {
    request: Request,
}

trait Page {
    async fn show(&self) -> String;
}

#[views]
impl Page for Articles {
    #[view(path = "/")]
    async fn show(&self) -> String {
        self.request.path().into_owned()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles>();
}
