use pyramidion::prelude::*;

#[notfound_view(append_slash = true)]
async fn lost() -> &'static str {
    "lost"
}

fn main() {
    let _ = Configurator::new().add_view(lost {});
}
