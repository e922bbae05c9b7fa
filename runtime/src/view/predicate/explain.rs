//! Why a view does not answer a request: for a page that helps its author, and for a client that could ask otherwise.

use std::fmt;

use http::{HeaderName, Method};
use pyramidion_patterns::Expression;

use super::{Kind, MediaType, Predicate};

/// A predicate that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch<'a> {
    /// The key of the attribute: `header`.
    pub(crate) key: &'static str,
    /// The predicate as a text: `header = X-Flavor:van.*`.
    pub(crate) text: String,
    pub(crate) cause: Cause<'a>,
}

/// What a client can do about a mismatch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause<'a> {
    /// Ask with one of these methods.
    Method(&'a [Method]),
    /// Take this media type.
    Accept(&'a MediaType),
    Other,
}

impl<'a> Mismatch<'a> {
    pub(super) fn of(predicate: &'a Predicate) -> Self {
        let cause = match &predicate.kind {
            Kind::RequestMethod(methods) if !predicate.is_negated => Cause::Method(methods),
            Kind::Accept(media_type) if !predicate.is_negated => Cause::Accept(media_type),
            _ => Cause::Other,
        };
        Self { key: predicate.key(), text: predicate.text(), cause }
    }
}

/// All predicates of a view that do not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failures<'a>(Vec<Mismatch<'a>>);

impl<'a> Failures<'a> {
    pub(super) fn new(predicates: impl Iterator<Item = &'a Predicate>) -> Self {
        Self(predicates.map(Mismatch::of).collect())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Mismatch<'a>> {
        self.0.iter()
    }

    /// Whether the client would be answered if it asked with another method or took another type.
    fn is_of_the_client(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|mismatch| mismatch.cause != Cause::Other)
    }

    /// The methods with which the view would answer.
    fn methods(&self) -> Option<&'a [Method]> {
        self.0.iter().find_map(|mismatch| match mismatch.cause {
            Cause::Method(methods) => Some(methods),
            _ => None,
        })
    }

    /// The media type that the view would give to this method.
    fn media_type(&self) -> Option<&'a MediaType> {
        match self.0.as_slice() {
            [Mismatch { cause: Cause::Accept(media_type), .. }] => Some(media_type),
            _ => None,
        }
    }
}

/// What the failures of all views of a place come to, in place of a 404.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict<'a> {
    /// A 405 with these methods in `Allow` (RFC 9110, section 15.5.6).
    MethodNotAllowed(Vec<&'a Method>),
    /// A 406: these media types are to be had (section 15.5.7).
    NotAcceptable(Vec<&'a MediaType>),
    NotFound,
}

/// What a client is told when no view of a place answers: a 404, unless it is only methods and media types that keep the views
/// from it. If some would answer the method, it is the type, and a 406; else a 405.
pub(crate) fn explain<'a>(views: &[Failures<'a>]) -> Verdict<'a> {
    if views.is_empty() || !views.iter().all(Failures::is_of_the_client) {
        return Verdict::NotFound;
    }
    let types = distinct(views.iter().filter_map(Failures::media_type));
    if types.is_empty() {
        Verdict::MethodNotAllowed(distinct(views.iter().filter_map(Failures::methods).flatten()))
    } else {
        Verdict::NotAcceptable(types)
    }
}

fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    items.fold(Vec::new(), |mut known, item| {
        if !known.contains(&item) {
            known.push(item);
        }
        known
    })
}

impl Predicate {
    /// The key of the attribute that says it.
    pub(crate) fn key(&self) -> &'static str {
        match &self.kind {
            Kind::Xhr(_) => "xhr",
            Kind::RequestMethod(_) => "request_method",
            Kind::PathInfo(_) => "path_info",
            Kind::RequestParam(_) => "request_param",
            Kind::Header(_) => "header",
            Kind::Accept(_) => "accept",
            Kind::Containment(_) => "containment",
            Kind::MatchParam(_) => "match_param",
            Kind::PhysicalPath(_) => "physical_path",
            Kind::IsAuthenticated(_) => "is_authenticated",
            Kind::EffectivePrincipals(_) => "effective_principals",
            Kind::Custom(_) => "custom_predicates",
            Kind::Wrong(..) => "",
        }
    }

    /// What is asked, as a text: `request_method = GET, HEAD`.
    pub(crate) fn text(&self) -> String {
        let not = if self.is_negated { "not " } else { "" };
        let values = self.kind.values().join(", ");
        match self.kind {
            Kind::Custom(_) => format!("{not}{values}"),
            _ => format!("{not}{} = {values}", self.key()),
        }
    }

    /// Equal for predicates that always agree.
    pub(super) fn identity(&self) -> Vec<String> {
        let mut identity = vec![self.key().to_owned(), self.is_negated.to_string()];
        match &self.kind {
            Kind::Containment(ty) => identity.push(format!("{:?}", ty.id())),
            Kind::Custom(custom) => identity.push(format!("{:?}", custom.type_id)),
            _ => {}
        }
        identity.extend(self.kind.values());
        identity
    }
}

impl fmt::Debug for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Kind {
    /// The values of a predicate, each as a text.
    fn values(&self) -> Vec<String> {
        match self {
            Self::Xhr(wanted) | Self::IsAuthenticated(wanted) => vec![wanted.to_string()],
            Self::RequestMethod(methods) => texts(methods),
            Self::PathInfo(expression) => vec![expression.text().to_owned()],
            Self::RequestParam(pairs) | Self::MatchParam(pairs) => texts(pairs),
            Self::Header(headers) => headers.iter().map(|(name, value)| header_text(name, value.as_ref())).collect(),
            Self::Accept(media_type) => vec![media_type.to_string()],
            Self::Containment(ty) => vec![ty.name().to_owned()],
            Self::PhysicalPath(path) if path.len() == 1 => vec!["/".to_owned()],
            Self::PhysicalPath(path) => vec![path.join("/")],
            Self::EffectivePrincipals(principals) => texts(principals),
            Self::Custom(custom) => vec![custom.predicate.text()],
            Self::Wrong(_, message) => vec![message.clone()],
        }
    }
}

fn texts(values: &[impl ToString]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

fn header_text(name: &HeaderName, value: Option<&Expression>) -> String {
    value.map_or_else(|| name.to_string(), |expression| format!("{name}:{}", expression.text()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use axum::body::Body;

    use super::*;
    use crate::Request;
    use crate::view::predicate::{PredicateList, Subject};

    fn request(method: &str, accept: &str) -> Request {
        Request::new(http::Request::builder().method(method).header("accept", accept).body(Body::empty()).unwrap())
    }

    #[test]
    fn a_predicate_is_told_as_it_is_written() {
        for (predicate, text) in [
            (Predicate::xhr(true), "xhr = true"),
            (Predicate::request_method(&["POST", "GET"]).negated(), "not request_method = GET, HEAD, POST"),
            (Predicate::header(&["X-Flavor:van.*", "Host"]), "header = host, x-flavor:van.*"),
            (Predicate::match_param(&["how = hour"]), "match_param = how=hour"),
            (Predicate::physical_path("/"), "physical_path = /"),
            (Predicate::physical_path("docs//intro/"), "physical_path = /docs/intro"),
        ] {
            assert_eq!(predicate.text(), text);
        }
        let subject = request("GET", "*/*");
        let list = PredicateList::new([Predicate::xhr(true), Predicate::header(&["host"])]);
        assert_eq!(list.mismatch(&Subject::new(&subject)).unwrap().text, "xhr = true");
        assert_eq!(list.failures(&Subject::new(&subject)).iter().count(), 2);
    }

    #[test]
    fn methods_and_media_types_are_the_clients_to_change() {
        let html = PredicateList::new([Predicate::request_method(&["GET"]), Predicate::accept("text/html")]);
        let post = PredicateList::new([Predicate::request_method(&["POST"])]);
        let xhr = PredicateList::new([Predicate::xhr(true)]);
        let verdict = |method: &str, lists: &[&PredicateList]| {
            let request = request(method, "application/json");
            let failures: Vec<_> = lists.iter().map(|list| list.failures(&Subject::new(&request))).collect();
            match explain(&failures) {
                Verdict::MethodNotAllowed(methods) => format!("405 {methods:?}"),
                Verdict::NotAcceptable(types) => format!("406 {}", types[0]),
                Verdict::NotFound => "404".to_owned(),
            }
        };
        assert_eq!(verdict("PUT", &[&html, &post]), "405 [GET, HEAD, POST]");
        assert_eq!(verdict("GET", &[&html, &post]), "406 text/html");
        assert_eq!(verdict("GET", &[&html, &post, &xhr]), "404");
        assert_eq!(verdict("GET", &[]), "404");
    }
}
