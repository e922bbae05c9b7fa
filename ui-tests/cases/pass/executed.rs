//! `#[use_executor]` on functions and methods of every shape.

use pyramidion::executor::ExecutorConfig;
use pyramidion::prelude::*;
use std::fmt::Display;
use std::sync::Arc;

static REPORTS: ExecutorKey = ExecutorKey::new("executed");

mod keys {
    pub(super) static DEEP: pyramidion::executor::ExecutorKey =
        pyramidion::executor::ExecutorKey::new("executed deeply");
}

#[derive(Clone)]
struct Hasher {
    seed: usize,
}

trait Hash {
    async fn hash(self: Arc<Self>, text: String) -> usize;
    async fn rehash(&self, text: String) -> usize;
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

    #[use_executor(clone_self)]
    fn rehash(&self, mut text: String) -> usize {
        text.push_str(&self.to_string());
        text.len()
    }
}

impl Hasher {
    /// With a `self` in every corner, and others that are not its own.
    #[use_executor(clone_self, executor = REPORTS)]
    fn corners(&self, more: usize) -> String {
        struct Inner(usize);
        impl Inner {
            fn get(&self) -> usize {
                self.0
            }
        }
        fn doubled(hasher: &Hasher) -> impl Display {
            hasher.seed * 2
        }
        let add = |one: usize| self.seed + one;
        format!("{} {:?} {} {}", Inner(self.seed).get(), [self.seed; 1], doubled(self), add(more))
    }

    #[use_executor(clone_self)]
    fn counted(self: &Arc<Self>) -> usize {
        Arc::strong_count(self)
    }
}

impl Display for Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.seed)
    }
}

struct Wrapper<T>(T);

impl<T: Clone + Display + Send + Sync + 'static> Wrapper<T>
where
    Self: Clone,
{
    #[use_executor(executor = keys::DEEP, clone_self)]
    fn shown<U: Display + Send + 'static>(&self, more: U) -> String {
        format!("{}{more}", self.0)
    }
}

impl<T: Clone> Clone for Wrapper<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

#[use_executor(executor = self::keys::DEEP)]
fn deep(call: impl Fn(&str) -> usize + Send + 'static, boxed: Box<dyn for<'a> Fn(&'a str) -> &'a str + Send>) -> usize {
    call(boxed("text"))
}

/// Gone with its condition, and its executor with it.
#[cfg(any())]
#[use_executor(executor = NOWHERE)]
fn nowhere() {}

#[use_executor]
fn conditional(text: String, #[cfg(any())] missing: Missing, #[cfg(not(any()))] (left, _): (usize, usize)) -> usize {
    text.len() + left
}

#[use_executor]
fn never(stop: bool) -> ! {
    assert!(!stop, "stopped");
    panic!("never")
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
    assert_eq!(conditional("ab".to_owned(), (1, 2)).await, 3);
    assert!(tokio::spawn(never(true)).await.is_err());
}

#[tokio::test]
async fn a_clone_of_self_leaves() {
    REPORTS.configure(ExecutorConfig::default()).unwrap();
    keys::DEEP.configure(ExecutorConfig::default()).unwrap();
    let hasher = Arc::new(Hasher { seed: 3 });
    assert_eq!(hasher.rehash("abc".to_owned()).await, 4);
    assert_eq!(hasher.corners(1).await, "3 [3] 6 4");
    assert_eq!(hasher.counted().await, 2);
    assert_eq!(Wrapper(7).shown('!').await, "7!");
    assert_eq!(deep(str::len, Box::new(|text| text)).await, 4);
}

#[tokio::test]
async fn a_coroutine_may_change_threads() {
    fn is_send<T: Send>(future: T) -> T {
        future
    }
    is_send(Hasher { seed: 1 }.rehash(String::new())).await;
    is_send(generic([1])).await;
}
