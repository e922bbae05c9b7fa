use pyramidion::prelude::*;

struct Articles<'a> {
    request: &'a Request,
}

#[views]
impl<'a> Articles<'a> {
    fn new(request: &'a Request) -> Self {
        Self { request }
    }

    #[view(path = "/")]
    async fn show(&self) -> String {
        self.request.path().into_owned()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles<'static>>();
}
