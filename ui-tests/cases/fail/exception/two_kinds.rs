use pyramidion::prelude::*;

#[notfound_view]
#[forbidden_view]
async fn lost() -> &'static str {
    "lost"
}

fn main() {
    let _ = Configurator::new().add_view(lost {});
}
