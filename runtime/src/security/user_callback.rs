//! The function by which an application says what it knows of a user.

use std::any::{TypeId, type_name};
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::Arc;

use super::{HttpBasicCredentials, Identity, SecurityError, UserId, authenticated_userid};
use crate::acl::Principal;
use crate::executor::{ExecutorError, executor_at};
use crate::registry::{Registry, State};
use crate::request::Request;
use crate::view::definition::Requirement;

/// What a callback gives, once it has been asked.
type Asked = Pin<Box<dyn Future<Output = Result<Option<Identity>, SecurityError>> + Send>>;

/// What an application knows of the user whom a policy has found: the callback of
/// [`AuthTktPolicy`](super::AuthTktPolicy::callback), [`RemoteUserPolicy`](super::RemoteUserPolicy::callback) and
/// [`BasicAuthPolicy`](super::BasicAuthPolicy::callback).
///
/// It is an `async fn`, or a `fn`, which may block and so runs in the executor. Its first argument is the [`UserId`], or the
/// [`HttpBasicCredentials`] of Basic authentication, the password among them; up to three arguments of [`State`] may follow,
/// such as a pool of connections. It gives `None` if there is no such user, else their groups, which may be none: a `Vec` or an
/// array of texts or of [`Principal`]s; or an [`Identity`], which can hold more. If it may fail, it gives these in a `Result`.
///
/// Each request asks at most once. Source: the `callback` and `check` of Pyramid's authentication policies.
///
/// ```
/// use std::collections::HashMap;
/// use std::io;
/// use pyramidion::prelude::*;
/// use pyramidion::security::{AuthTkt, AuthTktPolicy, UserId};
///
/// type Groups = HashMap<&'static str, Vec<&'static str>>;
///
/// async fn groups(userid: UserId, groups: State<Groups>) -> Option<Vec<&'static str>> {
///     groups.get(userid.as_str()?).cloned()
/// }
///
/// // Without `async` it may block.
/// fn groups_of_file(userid: UserId) -> Result<Option<Vec<String>>, io::Error> {
///     let lines = std::fs::read_to_string("groups")?;
///     let line = lines.lines().find_map(|line| line.strip_prefix(&format!("{userid}:")));
///     Ok(line.map(|groups| groups.split(',').map(str::to_owned).collect()))
/// }
///
/// let policy = AuthTktPolicy::new(AuthTkt::new("a secret of sixty-four random bytes"));
/// let config = Configurator::new().add_state(Groups::new()).set_security_policy(policy.callback(groups));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no callback that tells what is known of a user",
    label = "not a callback for users",
    note = "write an `async fn`, or a `fn`, which may block; its first argument is the `UserId`, of a `BasicAuthPolicy` the `HttpBasicCredentials`, and up to three of `State<T>` may follow, by value",
    note = "it gives `Option<Vec<P>>`, where `P` is `String`, `&'static str` or `Principal`, or `Option<Identity>`; if it may fail, a `Result` of that: `Ok(None)` is an unknown user"
)]
pub trait UserCallback<U, M>: Send + Sync + 'static {
    #[doc(hidden)]
    fn requirements() -> Vec<Requirement>;

    #[doc(hidden)]
    fn ask(self: Arc<Self>, user: U, registry: &Registry) -> Asked;
}

/// Who somebody claims to be.
#[doc(hidden)]
pub trait Claim: Send + 'static {
    fn userid(&self) -> UserId;
}

impl Claim for UserId {
    fn userid(&self) -> UserId {
        self.clone()
    }
}

impl Claim for HttpBasicCredentials {
    fn userid(&self) -> UserId {
        self.username.as_str().into()
    }
}

/// What a callback answers.
#[doc(hidden)]
pub trait CallbackAnswer: Send + 'static {
    fn into_identity(self, userid: UserId) -> Result<Option<Identity>, SecurityError>;
}

impl<K: Knowledge> CallbackAnswer for Option<K> {
    fn into_identity(self, userid: UserId) -> Result<Option<Identity>, SecurityError> {
        Ok(self.map(|known| known.into_identity(userid)))
    }
}

impl<K, E> CallbackAnswer for Result<Option<K>, E>
where
    K: Knowledge,
    E: Into<Box<dyn Error + Send + Sync>> + Send + 'static,
{
    fn into_identity(self, userid: UserId) -> Result<Option<Identity>, SecurityError> {
        self.map_err(SecurityError::new)?.into_identity(userid)
    }
}

/// What is known of a user.
#[doc(hidden)]
pub trait Knowledge: Send + 'static {
    fn into_identity(self, userid: UserId) -> Identity;
}

impl Knowledge for Identity {
    fn into_identity(self, _: UserId) -> Identity {
        self
    }
}

impl<P: Into<Principal> + Send + 'static> Knowledge for Vec<P> {
    fn into_identity(self, userid: UserId) -> Identity {
        Identity::new(userid).with_groups(self)
    }
}

impl<P: Into<Principal> + Send + 'static, const N: usize> Knowledge for [P; N] {
    fn into_identity(self, userid: UserId) -> Identity {
        Identity::new(userid).with_groups(self)
    }
}

/// What a callback takes of the application.
#[doc(hidden)]
pub trait CallbackArgument: Send + Sized + 'static {
    fn requirement() -> Requirement;
    fn take(registry: &Registry) -> Result<Self, SecurityError>;
}

impl<T: Send + Sync + 'static> CallbackArgument for State<T> {
    fn requirement() -> Requirement {
        Requirement { type_id: TypeId::of::<T>, type_name: type_name::<T> }
    }

    fn take(registry: &Registry) -> Result<Self, SecurityError> {
        registry.get().map(State).ok_or_else(|| {
            let ty = type_name::<T>();
            SecurityError::new(format!(
                "a policy's callback takes `State<{ty}>`, which the application does not hold\nhelp: add it with `config.add_state(…)`"
            ))
        })
    }
}

/// An `async fn`.
#[doc(hidden)]
#[derive(Debug)]
pub struct Coroutine;

/// A `fn`.
#[doc(hidden)]
#[derive(Debug)]
pub struct Blocking;

macro_rules! callbacks {
    ($($argument:ident)*) => {
        #[diagnostic::do_not_recommend]
        #[allow(non_snake_case, unused_variables)]
        impl<U, F, Fut, $($argument,)*> UserCallback<U, (Coroutine, $($argument,)*)> for F
        where
            U: Claim,
            F: Fn(U, $($argument),*) -> Fut + Send + Sync + 'static,
            Fut: Future<Output: CallbackAnswer> + Send + 'static,
            $($argument: CallbackArgument,)*
        {
            fn requirements() -> Vec<Requirement> {
                vec![$($argument::requirement()),*]
            }

            fn ask(self: Arc<Self>, user: U, registry: &Registry) -> Asked {
                $(let $argument = $argument::take(registry);)*
                Box::pin(async move {
                    let userid = user.userid();
                    $(let $argument = $argument?;)*
                    let answer = (*self)(user, $($argument),*).await;
                    answer.into_identity(userid)
                })
            }
        }

        #[diagnostic::do_not_recommend]
        #[allow(non_snake_case, unused_variables)]
        impl<U, F, T, $($argument,)*> UserCallback<U, (Blocking, $($argument,)*)> for F
        where
            U: Claim,
            F: Fn(U, $($argument),*) -> T + Send + Sync + 'static,
            T: CallbackAnswer,
            $($argument: CallbackArgument,)*
        {
            fn requirements() -> Vec<Requirement> {
                vec![$($argument::requirement()),*]
            }

            fn ask(self: Arc<Self>, user: U, registry: &Registry) -> Asked {
                $(let $argument = $argument::take(registry);)*
                Box::pin(async move {
                    let userid = user.userid();
                    $(let $argument = $argument?;)*
                    let answer = in_executor(type_name::<F>(), move || (*self)(user, $($argument),*)).await?;
                    answer.into_identity(userid)
                })
            }
        }
    };
}

callbacks! {}
callbacks! { A }
callbacks! { A B }
callbacks! { A B C }

/// Runs what blocks. Its panic goes on here.
async fn in_executor<T: Send + 'static>(
    name: &'static str,
    job: impl FnOnce() -> T + Send + 'static,
) -> Result<T, SecurityError> {
    let ran = match executor_at(None) {
        Ok(executor) => executor.run_named(name.into(), job).await,
        Err(error) => Err(error),
    };
    ran.map_err(|error| match error {
        ExecutorError::Panicked(payload) => resume_unwind(payload.into_inner()),
        error => SecurityError::new(error),
    })
}

/// A callback, whatever its type.
pub(super) struct Callback<U> {
    ask: Box<dyn Fn(U, &Registry) -> Asked + Send + Sync>,
    pub(super) requirements: Vec<Requirement>,
}

impl<U: Claim> Callback<U> {
    pub(super) fn new<M, F: UserCallback<U, M>>(callback: F) -> Self {
        let callback = Arc::new(callback);
        let ask = move |user, registry: &Registry| Arc::clone(&callback).ask(user, registry);
        Self { ask: Box::new(ask), requirements: F::requirements() }
    }

    /// What is known of the user; nothing of one who takes the name of everybody.
    pub(super) async fn identity(&self, user: U, request: &Request) -> Result<Option<Identity>, SecurityError> {
        if authenticated_userid(Some(user.userid()), Some(&[])).is_none() {
            return Ok(None);
        }
        let asked = match request.application() {
            Some(application) => (self.ask)(user, &application.registry),
            None => (self.ask)(user, &Registry::default()),
        };
        asked.await
    }
}

impl<U> fmt::Debug for Callback<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callback(..)")
    }
}

/// What is known of a user who is to be believed: without a callback, their name.
pub(super) async fn identity_of(
    callback: Option<&Callback<UserId>>,
    userid: UserId,
    request: &Request,
) -> Result<Option<Identity>, SecurityError> {
    match callback {
        Some(callback) => callback.identity(userid, request).await,
        None => Ok(authenticated_userid(Some(userid), Some(&[])).map(Identity::new)),
    }
}
