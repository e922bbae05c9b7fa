use pyramidion::prelude::*;

static REPORTS: ExecutorKey = ExecutorKey::new("reports");

#[use_executor(executor = "REPORTS")]
fn hash(text: String) -> usize {
    text.len()
}

fn main() {}
