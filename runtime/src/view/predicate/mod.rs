//! View predicates: which requests a view answers, beside its place.
//!
//! They are Pyramid's, with its comparisons, its weights and its order; a third party's stand among `custom_predicates`.

mod compare;
mod custom;
mod explain;
mod media_type;
mod multiview;
mod order;
mod pairs;
mod subject;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
#[cfg(test)]
mod vectors;

use std::fmt;
use std::sync::Arc;

use http::{HeaderName, Method};
use pyramidion_patterns::Expression;

use self::custom::Custom;
pub use self::custom::{PredicateWeight, ViewPredicate};
#[cfg(test)]
use self::explain::Mismatch;
pub(crate) use self::explain::{Failures, Verdict, explain};
pub(crate) use self::media_type::MediaType;
pub(crate) use self::multiview::MultiView;
pub(crate) use self::order::{Phash, PredicateList};
use self::pairs::Pair;
pub use self::subject::ContextType;
pub(crate) use self::subject::{Needs, Subject};

/// One predicate of a view.
#[doc(hidden)]
#[derive(Clone)]
pub struct Predicate {
    kind: Kind,
    is_negated: bool,
}

/// What is asked. A list is sorted, because its order says nothing.
#[derive(Clone)]
enum Kind {
    Xhr(bool),
    RequestMethod(Vec<Method>),
    PathInfo(Expression),
    RequestParam(Vec<Pair>),
    Header(Vec<(HeaderName, Option<Expression>)>),
    Accept(MediaType),
    Containment(ContextType),
    MatchParam(Vec<Pair>),
    PhysicalPath(Vec<String>),
    IsAuthenticated(bool),
    EffectivePrincipals(Vec<&'static str>),
    Custom(Arc<Custom>),
    /// It cannot be asked, and keeps the application from starting.
    Wrong(PredicateWeight, String),
}

/// What the macros write, and who adds views by code. A value that makes no sense is a problem of the predicate, because all
/// problems of a configuration are reported together.
impl Predicate {
    /// Whether the request was made by a script that says so: `X-Requested-With: XMLHttpRequest`.
    #[must_use]
    pub fn xhr(wanted: bool) -> Self {
        Self::of(Kind::Xhr(wanted))
    }

    /// One of these methods. `GET` brings `HEAD` along.
    #[must_use]
    pub fn request_method(methods: &[&str]) -> Self {
        let wrong = |method: &&&str| Method::from_bytes(method.as_bytes()).is_err();
        if let Some(method) = methods.iter().find(wrong) {
            let message = format!("`request_method`: `{method}` is no method\nhelp: write a word, such as `GET`");
            return Self::of(Kind::Wrong(PredicateWeight::RequestMethod, message));
        }
        let head = methods.contains(&"GET").then_some("HEAD");
        let methods = sorted(methods.iter().copied().chain(head));
        Self::of(Kind::RequestMethod(methods.iter().filter_map(|method| method.parse().ok()).collect()))
    }

    /// The decoded path begins with what the expression describes.
    #[must_use]
    pub fn path_info(expression: &str) -> Self {
        Self::checked(PredicateWeight::PathInfo, "path_info", Expression::parse(expression).map(Kind::PathInfo))
    }

    /// Each parameter is there, and where it says `name=value`, it has this value.
    #[must_use]
    pub fn request_param(params: &[&str]) -> Self {
        Self::of(Kind::RequestParam(sorted(params.iter().copied()).into_iter().map(Pair::of_param).collect()))
    }

    /// Each header is there, and where it says `Name:expression`, its value begins with that.
    #[must_use]
    pub fn header(headers: &[&str]) -> Self {
        let read: Result<Vec<_>, _> = headers.iter().map(|header| pairs::header(header)).collect();
        let sorted = read.map(|mut headers| {
            headers.sort_by(|one, other| pairs::header_key(one).cmp(&pairs::header_key(other)));
            headers.dedup_by(|one, other| pairs::header_key(one) == pairs::header_key(other));
            Kind::Header(headers)
        });
        Self::checked(PredicateWeight::Header, "header", sorted)
    }

    /// The client takes this media type.
    #[must_use]
    pub fn accept(media_type: &str) -> Self {
        match MediaType::parse(media_type) {
            Ok(media_type) => Self::of(Kind::Accept(media_type)),
            Err(message) => Self::of(Kind::Wrong(PredicateWeight::Accept, message)),
        }
    }

    /// The context or a resource above it is of this type.
    #[must_use]
    pub fn containment(ty: ContextType) -> Self {
        Self::of(Kind::Containment(ty))
    }

    /// Each parameter of the route has this value: `name=value`.
    #[must_use]
    pub fn match_param(params: &[&str]) -> Self {
        let read: Option<Vec<_>> = sorted(params.iter().copied()).into_iter().map(Pair::of_match).collect();
        match read {
            Some(pairs) => Self::of(Kind::MatchParam(pairs)),
            None => {
                let message = "`match_param` asks for a value\nhelp: write `name=value`, the name that of a parameter";
                Self::of(Kind::Wrong(PredicateWeight::MatchParam, message.to_owned()))
            }
        }
    }

    /// The context's place: `/docs/intro`.
    #[must_use]
    pub fn physical_path(path: &str) -> Self {
        let names = path.split('/').filter(|name| !name.is_empty());
        Self::of(Kind::PhysicalPath(std::iter::once("").chain(names).map(str::to_owned).collect()))
    }

    /// Whether it is known who asks.
    #[must_use]
    pub fn is_authenticated(wanted: bool) -> Self {
        Self::of(Kind::IsAuthenticated(wanted))
    }

    /// Who asks has all of these principals.
    #[must_use]
    pub fn effective_principals(principals: &[&'static str]) -> Self {
        Self::of(Kind::EffectivePrincipals(sorted(principals.iter().copied())))
    }

    /// A predicate of the application's own.
    #[must_use]
    pub fn custom(predicate: impl ViewPredicate) -> Self {
        Self::of(Kind::Custom(Arc::new(Custom::new(predicate))))
    }

    /// The reverse.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { is_negated: !self.is_negated, ..self }
    }

    fn of(kind: Kind) -> Self {
        Self { kind, is_negated: false }
    }

    fn checked(weight: PredicateWeight, key: &str, read: Result<Kind, impl fmt::Display>) -> Self {
        Self::of(read.unwrap_or_else(|wrong| Kind::Wrong(weight, format!("`{key}`: {wrong}"))))
    }
}

/// What the rest of the runtime asks.
impl Predicate {
    /// What keeps the predicate from being asked; what to do stands after a line break.
    pub(crate) fn problem(&self) -> Option<&str> {
        match &self.kind {
            Kind::Wrong(_, message) => Some(message),
            _ => None,
        }
    }

    pub(crate) fn weight(&self) -> PredicateWeight {
        match &self.kind {
            Kind::Xhr(_) => PredicateWeight::Xhr,
            Kind::RequestMethod(_) => PredicateWeight::RequestMethod,
            Kind::PathInfo(_) => PredicateWeight::PathInfo,
            Kind::RequestParam(_) => PredicateWeight::RequestParam,
            Kind::Header(_) => PredicateWeight::Header,
            Kind::Accept(_) => PredicateWeight::Accept,
            Kind::Containment(_) => PredicateWeight::Containment,
            Kind::MatchParam(_) => PredicateWeight::MatchParam,
            Kind::PhysicalPath(_) => PredicateWeight::PhysicalPath,
            Kind::IsAuthenticated(_) => PredicateWeight::IsAuthenticated,
            Kind::EffectivePrincipals(_) => PredicateWeight::EffectivePrincipals,
            Kind::Custom(custom) => custom.predicate.weighs_as(),
            Kind::Wrong(weight, _) => *weight,
        }
    }

    /// Its place in a list of predicates, from 0.
    pub(crate) fn position(&self) -> u8 {
        self.weight() as u8
    }

    /// Whether a request is answered. Parameters that cannot be read are none.
    pub(crate) fn holds(&self, subject: &Subject<'_>) -> bool {
        self.problem().is_none() && self.kind.holds(subject) != self.is_negated
    }

    /// What must be at hand before it is asked.
    pub(crate) fn needs(&self) -> Needs {
        Needs {
            params: matches!(self.kind, Kind::RequestParam(_) | Kind::Custom(_)),
            identity: matches!(self.kind, Kind::IsAuthenticated(_) | Kind::EffectivePrincipals(_)),
            context: matches!(self.kind, Kind::Containment(_) | Kind::PhysicalPath(_)),
        }
    }
}

fn sorted<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut texts: Vec<_> = texts.into_iter().collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}
