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

    #[synchronize(keep = made_async)]
    async fn made(loads: u32) -> Self {
        Self { loads }
    }

    /// Nothing in its signature says whose it is.
    #[synchronize(keep = Self::limit_async)]
    async fn limit(factor: u32) -> u32 {
        factor * 2
    }

    #[synchronize(keep = pinned_async)]
    async fn pinned(self: std::pin::Pin<&mut Self>) -> u32 {
        self.loads
    }

    #[synchronize(keep = consume_async)]
    async fn consume<'a, T>(mut self, more: &'a [T], count: impl Fn(&'a [T]) -> usize) -> usize
    where
        T: Sync + 'a,
    {
        self.loads += 1;
        self.loads as usize + count(more)
    }
}

trait Defaults {
    #[synchronize(keep = default_async)]
    async fn default(&self) -> u32 {
        1
    }
}

impl Defaults for Store {}

struct Cache<'c, K, const N: usize> {
    keys: &'c [K; N],
}

impl<'c, K: PartialEq + Sync, const N: usize> Cache<'c, K, N> {
    #[synchronize(keep = find_async)]
    #[must_use]
    async fn find(&self, key: &K) -> Option<&'c K> {
        self.keys.iter().find(|known| *known == key)
    }
}

#[synchronize(keep = hidden_async)]
async fn hidden(text: impl Display) -> impl Display {
    format!("<{text}>")
}

#[synchronize(keep = never_async)]
async fn never(stop: bool) -> ! {
    assert!(!stop, "stopped");
    panic!("never")
}

/// Gone with its condition.
#[cfg(any())]
#[synchronize(keep = nowhere_async)]
async fn nowhere() -> Nowhere {}

#[synchronize]
async fn conditional(one: u32, #[cfg(any())] missing: Missing) -> u32 {
    one
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
        assert_eq!(Store::limit(2), 4);
        assert_eq!(std::pin::Pin::new(&mut Store::made(1)).pinned(), 1);
        assert_eq!(Store::made(1).consume(&[7, 8], <[i32]>::len), 4);
        assert_eq!(Store::made(1).default(), 1);
        assert_eq!(Cache { keys: &[1, 2] }.find(&2), Some(&2));
        assert_eq!(hidden(7).to_string(), "<7>");
        assert!(std::panic::catch_unwind(|| never(true)).is_err());
        assert_eq!(conditional(1), 1);
    })
    .await;
    let mut store = Store { loads: 1 };
    assert_eq!(store.bump_async(1).await.count_async().await, 2);
    assert_eq!(shown_async(["a", "b"]).await, "ab");
    assert_eq!(Store::made_async(1).await.consume_async(&[7], <[i32]>::len).await, 3);
    assert_eq!(Store::limit_async(1).await + store.default_async().await, 3);
    assert_eq!(std::pin::Pin::new(&mut store).pinned_async().await, 2);
    assert_eq!(Cache { keys: &['a'] }.find_async(&'a').await, Some(&'a'));
    assert_eq!(hidden_async('a').await.to_string(), "<a>");
    assert!(tokio::spawn(never_async(true)).await.is_err());
}
