use pyramidion::prelude::*;

struct Articles {
    number: u32,
}

#[views]
impl Articles {
    fn new(number: u32) -> Self {
        Self { number }
    }

    #[view(path = "/articles/{number}")]
    async fn show(&self) -> String {
        self.number.to_string()
    }

    #[view(path = "/articles")]
    async fn index(&self) -> String {
        self.number.to_string()
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles>();
}
