use pyramidion::prelude::*;

struct Report;

#[exception_view(context = Report)]
async fn broken() -> &'static str {
    "broken"
}

fn main() {
    let _ = Configurator::new().add_view(broken {});
}
