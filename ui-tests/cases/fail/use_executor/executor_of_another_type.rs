use pyramidion::prelude::*;

static REPORTS: u32 = 7;

#[use_executor(executor = REPORTS)]
fn hash(text: String) -> usize {
    text.len()
}

fn main() {}
