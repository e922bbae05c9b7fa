use pyramidion::prelude::*;

#[view(route_name = "report")]
async fn report(year: u16) -> String {
    year.to_string()
}

fn main() {
    let _ = report::path(2024);
}
