use pyramidion::prelude::*;

struct Articles {
    title: String,
}

#[views]
impl Articles {
    fn new(title: &str) -> Self {
        Self { title: title.to_owned() }
    }

    #[view(path = "/{title}")]
    async fn show(&self) -> String {
        self.title.clone()
    }

    #[view(path = "/{title}/again")]
    async fn again(&self) -> String {
        self.title.clone()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles>();
}
