use pyramidion::prelude::*;

struct Articles<T> {
    request: Request,
    store: T,
}

#[views]
impl<T: Default + 'static> Articles<T> {
    fn new(request: Request) -> Self {
        Self { request, store: T::default() }
    }

    #[view(path = "/")]
    async fn show(&self) -> String {
        self.request.path().into_owned()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles<u32>>();
}
