//! Who a request is from, and what it may do: decided by the application's policy.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use http::HeaderMap;

use super::{Permits, SecurityError, UserId};
use crate::acl::{AUTHENTICATED, EVERYONE, Principal};
use crate::request::Request;
use crate::view::definition::Requirement;

/// Decides who a request is from, and what it may do.
///
/// An application has one, by [`Configurator::set_security_policy`](crate::Configurator::set_security_policy). Who the request is
/// from is asked once for each request, and only if a view, a predicate or a permission wants to know.
///
/// Source: Pyramid's `ISecurityPolicy`. What waits for I/O is an `async fn` here; one that blocks is put under
/// [`macro@use_executor`](crate::use_executor).
///
/// ```
/// use pyramidion::acl::{EVERYONE, allow};
/// use pyramidion::prelude::*;
/// use pyramidion::security::{Identity, SecurityError, SecurityPolicy};
///
/// /// Believes whatever a header says.
/// struct Gullible;
///
/// impl SecurityPolicy for Gullible {
///     async fn identity(&self, request: &Request) -> Result<Option<Identity>, SecurityError> {
///         Ok(request.header("x-user").map(Identity::new))
///     }
/// }
///
/// #[view(path = "/whoami")]
/// async fn whoami(request: &Request) -> Result<String, SecurityError> {
///     let userid = request.authenticated_userid().await?;
///     Ok(userid.map_or_else(|| "nobody".to_owned(), |userid| userid.to_string()))
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| config.set_security_policy(Gullible).add_view(whoami {}));
/// assert_eq!(app.get("/whoami").await.text(), "nobody");
/// let answer = app.request(Method::GET, "/whoami").header("x-user", "ada").await;
/// assert_eq!(answer.text(), "ada");
/// # }
/// ```
pub trait SecurityPolicy: Send + Sync + 'static {
    /// Who the request is from; nobody, if it does not say so or is not to be believed.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from finding out: a 500, with the cause in the log.
    fn identity(&self, request: &Request) -> impl Future<Output = Result<Option<Identity>, SecurityError>> + Send;

    /// Whether the request may do this in its context. By default the access control lists of the context and of the resources
    /// above it decide.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from finding out.
    fn permits(
        &self,
        request: &Request,
        identity: Option<&Identity>,
        permission: &str,
    ) -> impl Future<Output = Result<Permits, SecurityError>> + Send {
        super::permits_by_acl(request, principals(identity), permission)
    }

    /// The headers of a response by which a client shows from now on that it is `userid`. By default there are none.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from making them.
    fn remember(
        &self,
        request: &Request,
        userid: &UserId,
    ) -> impl Future<Output = Result<HeaderMap, SecurityError>> + Send {
        let _ = (request, userid);
        std::future::ready(Ok(HeaderMap::new()))
    }

    /// The headers of a response that make a client forget who it is. By default there are none.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from making them.
    fn forget(&self, request: &Request) -> impl Future<Output = Result<HeaderMap, SecurityError>> + Send {
        let _ = request;
        std::future::ready(Ok(HeaderMap::new()))
    }

    /// Whether it keeps something in the [session](super::session), so that an application without sessions is refused at its
    /// start. It does not, unless it says so.
    fn needs_session(&self) -> bool {
        false
    }

    /// The state that the policy takes from the application, so that its absence is found when the application starts.
    #[doc(hidden)]
    fn requirements(&self) -> Vec<Requirement> {
        Vec::new()
    }
}

/// Who a request is from: the user's id, what groups they are in, and whatever else the policy knows of them.
///
/// ```
/// use pyramidion::acl::{AUTHENTICATED, EVERYONE};
/// use pyramidion::security::Identity;
///
/// struct User {
///     mail: &'static str,
/// }
///
/// let ada = Identity::new("ada").with_groups(["group:editors"]).with(User { mail: "ada@example.org" });
/// assert_eq!(*ada.userid(), "ada");
/// assert_eq!(ada.principals(), [EVERYONE, AUTHENTICATED, "ada".into(), "group:editors".into()]);
/// assert_eq!(ada.get::<User>().unwrap().mail, "ada@example.org");
/// ```
#[derive(Clone)]
pub struct Identity {
    userid: UserId,
    principals: Vec<Principal>,
    /// The last of a type counts.
    values: Vec<Arc<dyn Any + Send + Sync>>,
}

impl Identity {
    /// A user by their id. Their principals are everyone, the authenticated, and they themselves.
    #[must_use]
    pub fn new(userid: impl Into<UserId>) -> Self {
        let userid = userid.into();
        let principals = vec![EVERYONE, AUTHENTICATED, Principal::from(&userid)];
        Self { userid, principals, values: Vec::new() }
    }

    /// The groups as further principals.
    #[must_use]
    pub fn with_groups<P: Into<Principal>>(mut self, groups: impl IntoIterator<Item = P>) -> Self {
        self.principals.extend(groups.into_iter().map(Into::into));
        self
    }

    /// What the policy knows of the user besides, one value for each type, for [`get`](Self::get).
    #[must_use]
    pub fn with<T: Send + Sync + 'static>(mut self, value: T) -> Self {
        self.values.push(Arc::new(value));
        self
    }

    /// The user's id.
    #[must_use]
    pub fn userid(&self) -> &UserId {
        &self.userid
    }

    /// All that the user is to an access control list.
    #[must_use]
    pub fn principals(&self) -> &[Principal] {
        &self.principals
    }

    /// What the policy knows of the user, by its type.
    #[must_use]
    pub fn get<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.values.iter().rev().find_map(|value| (**value).downcast_ref())
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("principals", &self.principals).finish_non_exhaustive()
    }
}

/// What somebody is to an access control list; of nobody, everyone.
pub(crate) fn principals(identity: Option<&Identity>) -> Arc<[Principal]> {
    identity.map_or_else(|| [EVERYONE].into(), |identity| identity.principals().into())
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, SecurityError>> + Send + 'a>>;

/// A policy of whatever type.
pub(crate) trait AnyPolicy: Send + Sync {
    fn identity<'a>(&'a self, request: &'a Request) -> Answer<'a, Option<Identity>>;
    fn permits<'a>(
        &'a self,
        request: &'a Request,
        identity: Option<&'a Identity>,
        permission: &'a str,
    ) -> Answer<'a, Permits>;
    fn remember<'a>(&'a self, request: &'a Request, userid: &'a UserId) -> Answer<'a, HeaderMap>;
    fn forget<'a>(&'a self, request: &'a Request) -> Answer<'a, HeaderMap>;
    fn needs_session(&self) -> bool;
    fn requirements(&self) -> Vec<Requirement>;
}

impl<P: SecurityPolicy> AnyPolicy for P {
    fn identity<'a>(&'a self, request: &'a Request) -> Answer<'a, Option<Identity>> {
        Box::pin(SecurityPolicy::identity(self, request))
    }

    fn permits<'a>(
        &'a self,
        request: &'a Request,
        identity: Option<&'a Identity>,
        permission: &'a str,
    ) -> Answer<'a, Permits> {
        Box::pin(SecurityPolicy::permits(self, request, identity, permission))
    }

    fn remember<'a>(&'a self, request: &'a Request, userid: &'a UserId) -> Answer<'a, HeaderMap> {
        Box::pin(SecurityPolicy::remember(self, request, userid))
    }

    fn forget<'a>(&'a self, request: &'a Request) -> Answer<'a, HeaderMap> {
        Box::pin(SecurityPolicy::forget(self, request))
    }

    fn needs_session(&self) -> bool {
        SecurityPolicy::needs_session(self)
    }

    fn requirements(&self) -> Vec<Requirement> {
        SecurityPolicy::requirements(self)
    }
}
