//! For which hosts a cookie is.

#[derive(Clone, Debug)]
pub(super) struct DomainRule {
    pub(super) explicit: Option<String>,
    pub(super) parent: bool,
    pub(super) wild: bool,
}

impl Default for DomainRule {
    fn default() -> Self {
        Self { explicit: None, parent: false, wild: true }
    }
}

impl DomainRule {
    /// The domain of a cookie for a request that asks `host`; none if the cookie is for exactly that host.
    pub(super) fn choose<'a>(&'a self, host: Option<&'a str>) -> Option<&'a str> {
        let above = || host?.split_once('.').map(|(_, above)| above).filter(|above| above.contains('.'));
        let parent = if self.parent { above() } else { None };
        let explicit = self.explicit.as_deref().filter(|domain| !domain.is_empty());
        explicit.or(parent).or(if self.wild { host } else { None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_goes_before_what_is_found() {
        let choose = |explicit: Option<&str>, parent, wild, host| {
            let rule = DomainRule { explicit: explicit.map(str::to_owned), parent, wild };
            rule.choose(host).map(str::to_owned)
        };
        let host = Some("www.example.com");
        assert_eq!(choose(Some("example.org"), true, true, host).as_deref(), Some("example.org"));
        assert_eq!(choose(Some(""), true, true, host).as_deref(), Some("example.com"));
        assert_eq!(choose(None, false, true, host).as_deref(), host);
        assert_eq!(choose(None, true, true, Some("example.com")).as_deref(), Some("example.com"));
        assert_eq!(choose(None, true, false, Some("example.com")), None);
        assert_eq!(choose(None, true, true, None), None);
    }
}
