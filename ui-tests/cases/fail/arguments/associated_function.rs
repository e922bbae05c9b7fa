use pyramidion::prelude::*;

struct Pages;

impl Pages {
    #[view(path = "/")]
    async fn home() -> &'static str {
        "home"
    }
}

fn main() {}
