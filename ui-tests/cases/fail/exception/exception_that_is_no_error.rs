use pyramidion::prelude::*;

struct Report;

#[exception_view]
async fn broken(_report: Exception<Report>) -> &'static str {
    "broken"
}

fn main() {
    let _ = Configurator::new().add_view(broken {});
}
