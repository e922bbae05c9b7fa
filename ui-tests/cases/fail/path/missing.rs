use pyramidion::prelude::*;

#[view(path = "/reports/{year}/{title}")]
async fn report(year: u16, title: String) -> String {
    format!("{title} {year}")
}

fn main() {
    let _ = report::path(2024);
}
