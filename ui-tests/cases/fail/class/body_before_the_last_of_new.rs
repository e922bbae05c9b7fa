use pyramidion::prelude::*;

struct Articles {
    title: String,
    uri: Uri,
}

#[views]
impl Articles {
    fn new(Json(title): Json<String>, uri: Uri) -> Self {
        Self { title, uri }
    }

    #[view(path = "/")]
    async fn show(&self) -> String {
        format!("{} {}", self.title, self.uri)
    }
}

fn main() {
    let _ = Configurator::new().add_views::<Articles>();
}
