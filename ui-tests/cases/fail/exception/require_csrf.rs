use pyramidion::prelude::*;

#[exception_view(context = HttpGone, require_csrf = true)]
async fn gone() -> &'static str {
    "gone"
}

fn main() {
    let _ = Configurator::new().add_view(gone {});
}
