use pyramidion::prelude::*;

struct Pages;

impl Pages {
    #[view(path = "/")]
    async fn home(&self) -> &'static str {
        "home"
    }
}

fn main() {}
