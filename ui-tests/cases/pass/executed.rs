//! `#[use_executor]` on functions and methods of every shape.

use pyramidion::prelude::*;
use std::sync::Arc;

#[derive(Clone)]
struct Hasher {
    seed: usize,
}

trait Hash {
    async fn hash(self: Arc<Self>, text: String) -> usize;
}

impl Hasher {
    #[use_executor]
    fn consume(self, text: String) -> usize {
        self.seed + text.len()
    }

    #[use_executor]
    pub(crate) fn mutate(mut self, by: usize) -> Self {
        self.seed += by;
        self
    }

    #[use_executor]
    fn made(seed: usize) -> Self {
        Self { seed }
    }
}

impl Hash for Hasher {
    #[use_executor]
    fn hash(self: Arc<Self>, text: String) -> usize {
        self.seed + text.len()
    }
}

#[use_executor]
fn generic<T: ToString + Send + 'static, const N: usize>(values: [T; N]) -> String
where
    T: Clone,
{
    values.iter().map(ToString::to_string).collect()
}

#[use_executor]
fn opaque(text: impl ToString + Send + 'static) -> impl ToString {
    text.to_string()
}

#[use_executor]
fn fallible(text: String) -> Result<u32, Box<dyn std::error::Error + Send + Sync>> {
    if text.is_empty() {
        return Ok(0);
    }
    Ok(text.parse()?)
}

#[use_executor]
fn patterns((mut left, _): (u32, u32), text: &'static str, mut extra: u32) -> u32 {
    left += u32::try_from(text.len()).unwrap();
    extra += left;
    extra
}

#[use_executor]
fn nothing() {
    std::thread::yield_now();
}

#[tokio::test]
async fn all_can_be_awaited() {
    let hasher = Hasher::made(1).await.mutate(1).await;
    assert_eq!(hasher.clone().consume("abc".to_owned()).await, 5);
    assert_eq!(Arc::new(hasher).hash("abc".to_owned()).await, 5);
    assert_eq!(generic([1, 2]).await, "12");
    assert_eq!(opaque("opaque").await.to_string(), "opaque");
    assert_eq!(fallible("7".to_owned()).await.unwrap(), 7);
    assert!(fallible(String::new()).await.is_ok() && fallible("x".to_owned()).await.is_err());
    assert_eq!(patterns((1, 0), "ab", 3).await, 6);
    nothing().await;
}
