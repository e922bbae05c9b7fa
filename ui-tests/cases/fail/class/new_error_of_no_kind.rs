use pyramidion::prelude::*;

struct Refused;

struct Articles {
    request: Request,
}

#[views]
impl Articles {
    fn new(request: Request) -> Result<Self, Refused> {
        if request.path() == "/" { Err(Refused) } else { Ok(Self { request }) }
    }

    #[view(path = "/")]
    async fn show(&self) -> String {
        self.request.path().into_owned()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles>();
}
