use pyramidion::prelude::*;

#[synchronize]
impl Home {
    async fn load() {}
}

struct Home;

fn main() {}
