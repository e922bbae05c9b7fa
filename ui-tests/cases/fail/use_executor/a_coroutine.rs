use pyramidion::prelude::*;

#[use_executor]
async fn hash(text: String) -> usize {
    text.len()
}

async fn caller() -> usize {
    hash(String::new()).await
}

fn main() {
    drop(caller());
}
