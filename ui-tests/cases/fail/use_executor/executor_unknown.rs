use pyramidion::prelude::*;

static REPORTS: ExecutorKey = ExecutorKey::new("reports");

#[use_executor(executor = REPORT)]
fn hash(text: String) -> usize {
    text.len()
}

fn main() {}
