//! How a view is called: each kind of function is one of these, the same for all views with the same arguments.
//!
//! What the compiler makes for each view alone is only the little that starts it.

use std::future::Future;

use axum::response::Response;

use super::call::{Boxed, Call, ViewFuture, ViewState};
use super::definition::{ViewDefinition, ViewKind};
use super::mapper::Thread;
use super::step::{Step, Steps};
use crate::websocket::Handshake;

/// A view, whatever its arguments.
pub(crate) trait Callable: Send + Sync {
    fn call(&'static self, call: Call) -> ViewFuture;
}

/// How a view answers with what its function gave.
type Respond<T> = fn(T, &ViewState) -> Response;

/// A view with mistakes, which are compile errors.
pub(super) struct Uncallable;

impl Callable for Uncallable {
    fn call(&'static self, _: Call) -> ViewFuture {
        unreachable!("a view with mistakes does not compile")
    }
}

/// An `async fn`: its arguments are taken, its future is awaited, its value is answered.
struct Coroutine<S: Steps, T> {
    steps: S,
    start: Box<dyn Fn(S::Values) -> Boxed<T> + Send + Sync>,
    respond: Respond<T>,
}

impl<S: Steps, T: 'static> Callable for Coroutine<S, T> {
    fn call(&'static self, mut call: Call) -> ViewFuture {
        Box::pin(async move {
            let values = self.steps.take(&mut call).await?;
            let value = (self.start)(values).await;
            Ok((self.respond)(value, &call.state))
        })
    }
}

/// An `async fn` whose value may borrow from its arguments, so that it is answered where these live.
struct BorrowingCoroutine<S: Steps> {
    steps: S,
    view: fn(S::Values, ViewState) -> Boxed<Response>,
}

impl<S: Steps> Callable for BorrowingCoroutine<S> {
    fn call(&'static self, mut call: Call) -> ViewFuture {
        Box::pin(async move { Ok((self.view)(self.steps.take(&mut call).await?, call.state).await) })
    }
}

/// A plain `fn`, which runs where the mapper says.
struct Function<S: Steps> {
    steps: S,
    view: fn(S::Values, &ViewState) -> Response,
}

impl<S: Steps> Callable for Function<S> {
    fn call(&'static self, mut call: Call) -> ViewFuture {
        match call.state.thread() {
            Thread::EventLoop => {
                Box::pin(async move { Ok((self.view)(self.steps.take(&mut call).await?, &call.state)) })
            }
            Thread::Executor => Box::pin(async move {
                let values = self.steps.take(&mut call).await?;
                call.state.run_in_executor(move |state| (self.view)(values, state)).await
            }),
        }
    }
}

/// A websocket view: what may read the body is taken after the handshake.
struct Websocket<A: Steps, B: Steps> {
    before: A,
    after: B,
    upgrade: Upgrade<A, B>,
}

/// How a websocket view answers: by its handshake, or by what stands against it.
type Upgrade<A, B> = fn(<A as Steps>::Values, <B as Steps>::Values, Handshake, &ViewState) -> Response;

impl<A: Steps, B: Steps> Callable for Websocket<A, B> {
    fn call(&'static self, mut call: Call) -> ViewFuture {
        Box::pin(async move {
            let before = self.before.take(&mut call).await?;
            let handshake = Handshake::accept(&mut call.parts)?.watched(call.state.watched());
            let handshake = handshake.by_settings(&call.state.application().websockets);
            let after = self.after.take(&mut call).await?;
            Ok((self.upgrade)(before, after, handshake, &call.state))
        })
    }
}

/// How the view is called; what the arguments need of route and application becomes known with their steps.
impl ViewDefinition {
    #[must_use]
    pub fn borrowing_coroutine<S: Steps>(self, steps: S, view: fn(S::Values, ViewState) -> Boxed<Response>) -> Self {
        self.taking(&steps).called(ViewKind::Coroutine, Box::new(BorrowingCoroutine { steps, view }))
    }

    #[must_use]
    pub fn function<S: Steps>(self, steps: S, view: fn(S::Values, &ViewState) -> Response) -> Self {
        self.taking(&steps).called(ViewKind::Function, Box::new(Function { steps, view }))
    }

    #[must_use]
    pub fn websocket<A: Steps, B: Steps>(
        self,
        before: A,
        after: B,
        upgrade: fn(A::Values, B::Values, Handshake, &ViewState) -> Response,
    ) -> Self {
        self.taking(&before).taking(&after).called(ViewKind::Websocket, Box::new(Websocket { before, after, upgrade }))
    }

    /// As [`websocket`](Self::websocket), for a plain `fn`.
    #[must_use]
    pub fn sync_websocket<A: Steps, B: Steps>(
        self,
        before: A,
        after: B,
        upgrade: fn(A::Values, B::Values, Handshake, &ViewState) -> Response,
    ) -> Self {
        Self { kind: ViewKind::SyncWebsocket, ..self.websocket(before, after, upgrade) }
    }

    fn coroutine<S: Steps, T: 'static>(
        self,
        steps: S,
        start: Box<dyn Fn(S::Values) -> Boxed<T> + Send + Sync>,
        respond: Respond<T>,
    ) -> Self {
        self.taking(&steps).called(ViewKind::Coroutine, Box::new(Coroutine { steps, start, respond }))
    }

    fn taking(mut self, steps: &impl Steps) -> Self {
        steps.describe(&mut self);
        self
    }

    fn called(self, kind: ViewKind, call: Box<dyn Callable>) -> Self {
        Self { kind, call, ..self }
    }
}

/// `(((), first), second)` of a list, as an expression and as a pattern.
macro_rules! nested {
    ($nested:tt) => { $nested };
    ($nested:tt $first:ident $($rest:ident)*) => { nested!(($nested, $first) $($rest)*) };
}

/// One function for each number of arguments, because that is what the compiler is quickest with: it finds all types by
/// looking at the view's own function.
macro_rules! coroutines {
    ($($name:ident($($argument:ident: $ty:ident),*);)*) => {
        impl ViewDefinition {$(
            #[must_use]
            #[allow(clippy::too_many_arguments)]
            pub fn $name<$($ty: Send + 'static,)* F, Fut>(
                self,
                $($argument: Step<$ty>,)*
                view: F,
                respond: Respond<Fut::Output>,
            ) -> Self
            where
                F: Fn($($ty),*) -> Fut + Send + Sync + 'static,
                Fut: Future<Output: 'static> + Send + 'static,
            {
                let steps = nested!(() $($argument)*);
                self.coroutine(steps, Box::new(move |nested!(() $($argument)*)| Box::pin(view($($argument),*))), respond)
            }
        )*}
    };
}

coroutines! {
    coroutine0();
    coroutine1(a: A);
    coroutine2(a: A, b: B);
    coroutine3(a: A, b: B, c: C);
    coroutine4(a: A, b: B, c: C, d: D);
    coroutine5(a: A, b: B, c: C, d: D, e: E);
    coroutine6(a: A, b: B, c: C, d: D, e: E, f: G);
    coroutine7(a: A, b: B, c: C, d: D, e: E, f: G, g: H);
    coroutine8(a: A, b: B, c: C, d: D, e: E, f: G, g: H, h: I);
    coroutine9(a: A, b: B, c: C, d: D, e: E, f: G, g: H, h: I, i: J);
    coroutine10(a: A, b: B, c: C, d: D, e: E, f: G, g: H, h: I, i: J, j: K);
    coroutine11(a: A, b: B, c: C, d: D, e: E, f: G, g: H, h: I, i: J, j: K, k: L);
    coroutine12(a: A, b: B, c: C, d: D, e: E, f: G, g: H, h: I, i: J, j: K, k: L, l: M);
    coroutine13(a: A, b: B, c: C, d: D, e: E, f: G, g: H, h: I, i: J, j: K, k: L, l: M, m: N);
    coroutine14(a: A, b: B, c: C, d: D, e: E, f: G, g: H, h: I, i: J, j: K, k: L, l: M, m: N, n: O);
    coroutine15(a: A, b: B, c: C, d: D, e: E, f: G, g: H, h: I, i: J, j: K, k: L, l: M, m: N, n: O, o: P);
    coroutine16(a: A, b: B, c: C, d: D, e: E, f: G, g: H, h: I, i: J, j: K, k: L, l: M, m: N, n: O, o: P, p: Q);
}
