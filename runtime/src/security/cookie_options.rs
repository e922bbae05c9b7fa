//! What can be said about a cookie, the same for all that keep one.

/// Writes the methods for a type with the fields `cookie`, a `CookieProfile`, and `max_age`. `domain` names the field for the
/// domain; the texts end the sentences about it and about scripts.
macro_rules! cookie_options {
    ($type:ty, domain: $($domain:ident).+ $of_domain:literal, http_only: $http_only:literal) => {
        impl $type {
            /// Names the cookie otherwise.
            ///
            /// # Panics
            ///
            /// If no cookie can have that name (RFC 6265, section 4.1.1).
            #[must_use]
            #[track_caller]
            pub fn cookie_name(mut self, name: &str) -> Self {
                self.cookie.set_name(name);
                self
            }

            /// When the cookie is kept from plain `http`: [`Secure::Auto`](crate::security::Secure::Auto) unless set. Pyramid never
            /// does unless told.
            #[must_use]
            pub fn secure(mut self, secure: $crate::security::Secure) -> Self {
                self.cookie.secure = secure;
                self
            }

            #[doc = concat!("Whether the cookie is hidden from scripts", $http_only)]
            #[must_use]
            pub fn http_only(mut self, http_only: bool) -> Self {
                self.cookie.http_only = http_only;
                self
            }

            /// Whether other sites may make a browser send the cookie: [`SameSite::Lax`](cookie::SameSite::Lax) unless set. `None`
            /// leaves the attribute out.
            #[must_use]
            pub fn samesite(mut self, samesite: impl Into<Option<cookie::SameSite>>) -> Self {
                self.cookie.samesite = samesite.into();
                self
            }

            /// How long browsers keep the cookie, in whole seconds. As long as they run, unless set.
            #[must_use]
            pub fn max_age(mut self, max_age: std::time::Duration) -> Self {
                self.max_age = Some(max_age);
                self
            }

            /// The path below which the cookie is sent: `/` unless set.
            #[must_use]
            pub fn path(mut self, path: impl Into<String>) -> Self {
                self.cookie.path = path.into();
                self
            }

            #[doc = concat!("The domain of the cookie", $of_domain)]
            #[must_use]
            pub fn domain(mut self, domain: impl Into<String>) -> Self {
                self.$($domain).+ = Some(domain.into());
                self
            }
        }
    };
}

pub(in crate::security) use cookie_options;
