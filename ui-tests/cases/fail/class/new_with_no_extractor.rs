use pyramidion::prelude::*;

struct Agent;

#[allow(dead_code)]
struct Articles {
    request: Request,
    agent: Agent,
}

#[views]
impl Articles {
    fn new(request: Request, agent: Agent) -> Self {
        Self { request, agent }
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
