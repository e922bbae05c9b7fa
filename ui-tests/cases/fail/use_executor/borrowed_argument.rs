use pyramidion::prelude::*;

#[use_executor]
fn hash(text: &str) -> usize {
    text.len()
}

async fn caller() -> usize {
    hash("text").await
}

fn main() {
    drop(caller());
}
