use pyramidion::prelude::*;

struct Title;

#[view(path = "/reports/{title}")]
async fn report(title: String) -> String {
    title
}

fn main() {
    let _ = report::path(Title);
}
