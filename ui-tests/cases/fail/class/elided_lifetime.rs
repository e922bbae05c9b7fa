use pyramidion::prelude::*;

struct Articles<'a> {
    request: &'a Request,
}

#[views]
impl Articles<'_> {
    fn new(request: &Request) -> Articles<'_> {
        Articles { request }
    }

    #[view(path = "/")]
    async fn show(&self) -> String {
        self.request.path().into_owned()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles<'static>>();
}
