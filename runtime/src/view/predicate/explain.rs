//! Why a view does not answer a request: for a page that helps its author, and for a client that could ask otherwise.

use std::fmt;

use http::Method;

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

    /// The methods with which the view would answer, if the method is all that is wrong.
    fn methods(&self) -> Option<&'a [Method]> {
        match self.0.as_slice() {
            [Mismatch { cause: Cause::Method(methods), .. }] => Some(methods),
            _ => None,
        }
    }

    /// The media type that the view would give, if it is all that is wrong.
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

/// What a client is told when no view of a place answers.
///
/// A 405 if the method alone keeps every view from answering, a 406 if `Accept` alone keeps each from it that the method does
/// not; else a 404.
pub(crate) fn explain<'a>(views: &[Failures<'a>]) -> Verdict<'a> {
    let is_explained = |failures: &Failures<'_>| failures.methods().is_some() || failures.media_type().is_some();
    if views.is_empty() || !views.iter().all(is_explained) {
        return Verdict::NotFound;
    }
    let types = distinct(views.iter().filter_map(Failures::media_type));
    if !types.is_empty() {
        return Verdict::NotAcceptable(types);
    }
    Verdict::MethodNotAllowed(distinct(views.iter().filter_map(Failures::methods).flatten()))
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
        match &self.kind {
            Kind::Custom(custom) => format!("{not}{}", custom.predicate.text()),
            kind => format!("{not}{} = {kind}", self.key()),
        }
    }
}

impl fmt::Debug for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// The value of a predicate.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Xhr(wanted) | Self::IsAuthenticated(wanted) => wanted.fmt(f),
            Self::RequestMethod(methods) => listed(f, methods),
            Self::PathInfo(expression) => f.write_str(expression.text()),
            Self::RequestParam(pairs) | Self::MatchParam(pairs) => listed(f, pairs),
            Self::Header(headers) => listed(f, headers.iter().map(|(name, value)| HeaderText(name, value.as_ref()))),
            Self::Accept(media_type) => media_type.fmt(f),
            Self::Containment(ty) => f.write_str(ty.name()),
            Self::PhysicalPath(path) if path.len() == 1 => f.write_str("/"),
            Self::PhysicalPath(path) => f.write_str(&path.join("/")),
            Self::EffectivePrincipals(principals) => listed(f, principals),
            Self::Custom(custom) => f.write_str(&custom.predicate.text()),
            Self::Wrong(_, message) => f.write_str(message),
        }
    }
}

struct HeaderText<'a>(&'a http::HeaderName, Option<&'a pyramidion_patterns::Expression>);

impl fmt::Display for HeaderText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            Some(expression) => write!(f, "{}:{}", self.0, expression.text()),
            None => self.0.fmt(f),
        }
    }
}

fn listed<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: impl IntoIterator<Item = T>) -> fmt::Result {
    for (index, item) in items.into_iter().enumerate() {
        write!(f, "{}{item}", if index == 0 { "" } else { ", " })?;
    }
    Ok(())
}
