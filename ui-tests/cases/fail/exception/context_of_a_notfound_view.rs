use pyramidion::prelude::*;

#[notfound_view(context = HttpGone)]
async fn lost() -> &'static str {
    "lost"
}

fn main() {
    let _ = Configurator::new().add_view(lost {});
}
