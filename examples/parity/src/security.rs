//! Who is who: a cookie that Pyramid understands as well, and groups.

use std::time::SystemTime;

use pyramidion::acl::{EVERYONE, Principal};
use pyramidion::prelude::*;
use pyramidion::security::{
    AuthTkt, Identity, Permits, RememberOptions, SecurityError, SecurityPolicy, UserId, permits_by_acl,
};

pub(crate) struct Policy(AuthTkt);

impl Policy {
    pub(crate) fn new() -> Self {
        Self(AuthTkt::new("parity-secret").hash("sha512".parse().expect("a hash that there is")))
    }
}

fn groups(userid: &UserId) -> Option<&'static [&'static str]> {
    match userid.as_str()? {
        "alice" => Some(&["group:editors"]),
        "bob" => Some(&["group:viewers"]),
        "carol" => Some(&[]),
        _ => None,
    }
}

impl SecurityPolicy for Policy {
    /// Without groups: to the predicate `effective_principals` a user has none in `app.py` either.
    async fn identity(&self, request: &Request) -> Result<Option<Identity>, SecurityError> {
        let found = self.0.identify(request, SystemTime::now());
        Ok(found.filter(|found| groups(&found.userid).is_some()).map(|found| Identity::new(found.userid)))
    }

    async fn permits(
        &self,
        request: &Request,
        identity: Option<&Identity>,
        permission: &str,
    ) -> Result<Permits, SecurityError> {
        let principals = match identity {
            None => vec![EVERYONE],
            Some(identity) => {
                let groups = groups(identity.userid()).unwrap_or_default();
                let groups = groups.iter().copied().map(Principal::from);
                identity.principals().iter().cloned().chain(groups).collect()
            }
        };
        permits_by_acl(request, principals.into(), permission).await
    }

    async fn remember(&self, request: &Request, userid: &UserId) -> Result<HeaderMap, SecurityError> {
        let headers = self.0.remember(request, userid.clone(), RememberOptions::new(), SystemTime::now());
        Ok(headers.map_err(SecurityError::new)?.into_iter().collect())
    }

    async fn forget(&self, request: &Request) -> Result<HeaderMap, SecurityError> {
        Ok(self.0.forget(request).into_iter().collect())
    }
}
