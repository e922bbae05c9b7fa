use pyramidion::prelude::*;

struct Errors;

#[views]
impl Errors {
    fn new() -> Self {
        Self
    }

    #[notfound_view]
    async fn lost() -> &'static str {
        "lost"
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Errors>();
}
