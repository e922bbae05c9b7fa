use pyramidion::prelude::*;

#[view(path = "/reports/{year}")]
async fn report(year: u16) -> String {
    year.to_string()
}

fn main() {
    let _ = report::path("this year");
}
