use pyramidion::prelude::*;

#[derive(TemplateContext)]
struct Page(u32);

fn main() {}
