//! How a predicate compares a request with what it asks for.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName};
use pyramidion_patterns::Expression;

use super::pairs::Pair;
use super::{Kind, Subject};
use crate::Request;

impl Kind {
    pub(super) fn holds(&self, subject: &Subject<'_>) -> bool {
        let request = subject.request;
        match self {
            Self::Xhr(wanted) => is_xhr(request.headers()) == *wanted,
            Self::RequestMethod(methods) => methods.contains(request.method()),
            Self::PathInfo(expression) => expression.matches_start_of(&request.path()),
            Self::RequestParam(pairs) => pairs.iter().all(|pair| has_param(request, pair)),
            Self::Header(headers) => {
                headers.iter().all(|(name, value)| has_header(request.headers(), name, value.as_ref()))
            }
            Self::Accept(media_type) => media_type.is_accepted(request.headers()),
            Self::Containment(ty) => subject.lineage.contains(&ty.id()),
            Self::MatchParam(pairs) => {
                pairs.iter().all(|pair| request.matchdict().get(&pair.name) == pair.value.as_deref())
            }
            Self::PhysicalPath(path) => subject.physical_path == Some(path),
            Self::IsAuthenticated(wanted) => subject.userid.is_some() == *wanted,
            Self::EffectivePrincipals(wanted) => {
                wanted.iter().all(|principal| subject.principals.iter().any(|own| own == principal))
            }
            Self::Custom(custom) => custom.predicate.holds(request),
            Self::Wrong(..) => false,
        }
    }
}

fn is_xhr(headers: &HeaderMap) -> bool {
    headers.get("x-requested-with").is_some_and(|value| value == "XMLHttpRequest")
}

fn has_param(request: &Request, Pair { name, value }: &Pair) -> bool {
    let own = request.params().ok().and_then(|params| params.get(name));
    match value {
        Some(value) => own == Some(value),
        // An uploaded file has no value to compare, but it is there.
        None => own.is_some() || request.uploads().is_ok_and(|files| files.iter().any(|file| file.name == *name)),
    }
}

fn has_header(headers: &HeaderMap, name: &HeaderName, value: Option<&Expression>) -> bool {
    match value {
        None => headers.contains_key(name),
        Some(expression) => header_text(headers, name).is_some_and(|text| expression.matches_start_of(&text)),
    }
}

/// A header as one text: its lines are a list, and its bytes are characters (RFC 9110, sections 5.3 and 5.5).
fn header_text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<Cow<'a, str>> {
    let mut lines = headers.get_all(name).iter().map(|line| latin_1(line.as_bytes()));
    let first = lines.next()?;
    Some(lines.fold(first, |all, line| Cow::Owned(format!("{all}, {line}"))))
}

fn latin_1(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => Cow::Borrowed(text),
        _ => Cow::Owned(bytes.iter().copied().map(char::from).collect()),
    }
}
