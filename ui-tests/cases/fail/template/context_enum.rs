use pyramidion::prelude::*;

#[derive(TemplateContext)]
enum Page {
    Home,
}

fn main() {}
