use pyramidion::prelude::*;

struct Moment;

#[view(path = "/{when}")]
async fn home(when: Moment) -> &'static str {
    drop(when);
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
