use pyramidion::prelude::*;

static REPORTS: ExecutorKey = ExecutorKey::new("reports");

struct Articles {
    request: Request,
}

#[views]
#[view_defaults(executor = REPORTS)]
impl Articles {
    fn new(request: Request) -> Self {
        Self { request }
    }

    #[view(path = "/", mapper = inline)]
    fn show(&self) -> String {
        self.request.path().into_owned()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles>();
}
