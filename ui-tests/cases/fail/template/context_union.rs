use pyramidion::prelude::*;

#[derive(TemplateContext)]
union Page {
    number: u32,
}

fn main() {}
