//! What follows from a userid, once the application has said what it knows of that user.

use super::user_id::UserId;
use crate::acl::{AUTHENTICATED, EVERYONE, Principal};

/// The principals of a request.
///
/// `groups` is the application's word about the user: `None` if there is no such user, else the groups, which may be none.
/// A known user is [`EVERYONE`], [`AUTHENTICATED`], the userid, and each of the groups. Everybody else is just `EVERYONE`;
/// so is a user who calls himself `system.Everyone` or `system.Authenticated`. Source: the callback of Pyramid's
/// authentication policies.
///
/// ```
/// use pyramidion::acl::{AUTHENTICATED, EVERYONE};
/// use pyramidion::security::{UserId, effective_principals};
///
/// let ada = UserId::from("ada");
/// let principals = effective_principals(Some(&ada), Some(vec!["group:editors".into()]));
/// assert_eq!(principals, [EVERYONE, AUTHENTICATED, "ada".into(), "group:editors".into()]);
/// assert_eq!(effective_principals(Some(&ada), None), [EVERYONE]);
/// assert_eq!(effective_principals(None, Some(vec![])), [EVERYONE]);
/// ```
#[must_use]
pub fn effective_principals(userid: Option<&UserId>, groups: Option<Vec<Principal>>) -> Vec<Principal> {
    let (Some(user), Some(groups)) = (userid.and_then(user_principal), groups) else { return vec![EVERYONE] };
    let mut principals = vec![EVERYONE, AUTHENTICATED, user];
    principals.extend(groups);
    principals
}

/// The userid, if the application knows the user: if there are `groups`, be they none. As [`effective_principals`], it
/// refuses the system's principals.
///
/// ```
/// use pyramidion::security::authenticated_userid;
///
/// assert_eq!(authenticated_userid(Some("ada".into()), Some(&[])), Some("ada".into()));
/// assert_eq!(authenticated_userid(Some("ada".into()), None), None);
/// assert_eq!(authenticated_userid(Some("system.Everyone".into()), Some(&[])), None);
/// ```
#[must_use]
pub fn authenticated_userid(userid: Option<UserId>, groups: Option<&[Principal]>) -> Option<UserId> {
    groups?;
    userid.filter(|userid| user_principal(userid).is_some())
}

fn user_principal(userid: &UserId) -> Option<Principal> {
    Some(Principal::from(userid)).filter(|principal| !principal.is_system())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_becomes_the_system() {
        for name in ["system.Everyone", "system.Authenticated"] {
            for userid in [UserId::from(name), UserId::from(name.as_bytes())] {
                assert_eq!(effective_principals(Some(&userid), Some(vec!["group:admins".into()])), [EVERYONE]);
                assert_eq!(authenticated_userid(Some(userid), Some(&[])), None);
            }
        }
    }
}
