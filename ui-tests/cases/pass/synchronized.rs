//! `#[synchronize]` on functions and methods of every shape.

use pyramidion::prelude::*;
use std::fmt::Display;
use std::sync::Arc;

#[derive(Clone)]
struct Store {
    loads: u32,
}

trait Load {
    fn load(&mut self, id: u32) -> String;
    fn close(self: Box<Self>) -> u32;
}

impl Store {
    #[synchronize(keep = count_async)]
    async fn count(&self) -> u32 {
        self.loads
    }

    #[synchronize(keep = bump_async)]
    pub(crate) async fn bump(&mut self, by: u32) -> &mut Self {
        self.loads += by;
        self
    }

    #[synchronize]
    async fn shared(self: Arc<Self>) -> u32 {
        self.loads
    }

    #[synchronize]
    async fn made(loads: u32) -> Self {
        Self { loads }
    }
}

impl Load for Store {
    #[synchronize]
    async fn load(&mut self, id: u32) -> String {
        self.loads += 1;
        format!("user {id}")
    }

    #[synchronize]
    async fn close(self: Box<Self>) -> u32 {
        self.loads
    }
}

#[synchronize]
async fn longest<'a>(one: &'a str, other: &'a str) -> &'a str {
    if one.len() > other.len() { one } else { other }
}

#[synchronize(keep = shown_async)]
async fn shown<T: Display, const N: usize>(values: [T; N]) -> String
where
    T: Clone,
{
    values.iter().map(ToString::to_string).collect()
}

#[synchronize]
async fn opaque(text: impl Display) -> impl Display {
    text.to_string()
}

#[synchronize]
async fn patterns((mut left, _): (u32, u32), [right, ..]: [u32; 2], mut extra: u32) -> u32 {
    left += right;
    extra += left;
    extra
}

#[synchronize]
async fn fallible(text: &str) -> Result<u32, Box<dyn std::error::Error + Send + Sync>> {
    if text.is_empty() {
        return Ok(0);
    }
    let number = text.parse()?;
    Ok(number)
}

#[synchronize]
async fn r#loop(r#type: u32) {
    let _ = r#type;
}

#[tokio::test]
async fn all_wait_in_a_blocking_scope() {
    spawn_blocking_scope(|| {
        let mut store = Store::made(1);
        assert_eq!(store.bump(2).bump(3).count(), 6);
        assert_eq!(store.load(7), "user 7");
        assert_eq!(Arc::new(store.clone()).shared(), 7);
        assert_eq!(Box::new(store).close(), 7);
        assert_eq!(longest("long", "longer"), "longer");
        assert_eq!(shown([1, 2]), "12");
        assert_eq!(opaque("opaque").to_string(), "opaque");
        assert_eq!(patterns((1, 0), [2, 0], 3), 6);
        assert_eq!(fallible("7").unwrap(), 7);
        assert!(fallible("").is_ok() && fallible("x").is_err());
        r#loop(1);
    })
    .await;
    let mut store = Store { loads: 1 };
    assert_eq!(store.bump_async(1).await.count_async().await, 2);
    assert_eq!(shown_async(["a", "b"]).await, "ab");
}
