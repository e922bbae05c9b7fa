//! The views of one place, in the order in which they are tried.

use std::cmp::Reverse;

use http::HeaderMap;

use super::media_type::accept_header;
use super::{MediaType, PredicateList};
use crate::httpexceptions::accept::Accept;

/// Views that share context, name and route, and differ in their predicates.
///
/// Those with a media type are negotiated and come first; Pyramid's `MultiView`, whose order of types that are neither known
/// nor told apart by parameters is random: here it is that of registration.
#[derive(Debug)]
pub(crate) struct MultiView<V> {
    /// In the server's order.
    negotiated: Vec<(MediaType, Vec<V>)>,
    others: Vec<V>,
}

impl<V> MultiView<V> {
    /// Sorts views, which are given in the order of their registration.
    pub(crate) fn new<'p>(views: impl IntoIterator<Item = (&'p PredicateList, V)>) -> Self {
        let mut views: Vec<_> = views.into_iter().collect();
        let mut types: Vec<MediaType> = Vec::new();
        for media_type in views.iter().filter_map(|(predicates, _)| predicates.accept()) {
            if !types.contains(media_type) {
                types.push(media_type.clone());
            }
        }
        types.sort_by_key(MediaType::preference);
        views.sort_by_key(|(predicates, _)| predicates.order());
        let mut sorted = Self {
            negotiated: types.into_iter().map(|media_type| (media_type, Vec::new())).collect(),
            others: Vec::new(),
        };
        for (predicates, view) in views {
            sorted.of_type(predicates.accept()).push(view);
        }
        sorted
    }

    fn of_type(&mut self, wanted: Option<&MediaType>) -> &mut Vec<V> {
        let place = self.negotiated.iter().position(|(own, _)| Some(own) == wanted);
        match place {
            Some(place) => &mut self.negotiated[place].1,
            None => &mut self.others,
        }
    }

    /// The views to try for a request with these headers, one after another. Their predicates are still to be asked.
    pub(crate) fn candidates<'v>(&'v self, headers: &HeaderMap) -> impl Iterator<Item = &'v V> + use<'v, V> {
        let negotiated = self.acceptable(headers).into_iter().flat_map(|place| &self.negotiated[place].1);
        negotiated.chain(&self.others)
    }

    /// All views, in the server's own order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &V> {
        self.negotiated.iter().flat_map(|(_, views)| views).chain(&self.others)
    }

    /// The places of the types that the client takes, those that it likes best first.
    fn acceptable(&self, headers: &HeaderMap) -> Vec<usize> {
        if self.negotiated.is_empty() {
            return Vec::new();
        }
        let all = 0..self.negotiated.len();
        let Some(header) = accept_header(headers) else { return all.collect() };
        let accept = Accept::parse(&header);
        if accept.is_senseless() {
            return all.collect();
        }
        let mut liked: Vec<_> =
            all.filter_map(|place| Some((self.negotiated[place].0.liking(&accept)?, place))).collect();
        liked.sort_by_key(|(weight, _)| Reverse(*weight));
        liked.into_iter().map(|(_, place)| place).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::view::predicate::Predicate;

    fn views() -> MultiView<&'static str> {
        let plain = PredicateList::default();
        let json = PredicateList::new([Predicate::accept("application/json")]);
        let html = PredicateList::new([Predicate::accept("text/html")]);
        let html_xhr = PredicateList::new([Predicate::accept("text/html"), Predicate::xhr(true)]);
        let level = PredicateList::new([Predicate::accept("text/html;level=1")]);
        let post = PredicateList::new([Predicate::request_method(&["POST"])]);
        MultiView::new([
            (&plain, "plain"),
            (&json, "json"),
            (&html, "html"),
            (&html_xhr, "html xhr"),
            (&level, "level"),
            (&post, "post"),
        ])
    }

    fn tried(accept: Option<&str>) -> String {
        let mut headers = HeaderMap::new();
        if let Some(accept) = accept {
            headers.insert("accept", accept.parse().unwrap());
        }
        views().candidates(&headers).copied().collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn the_client_chooses_among_types_and_the_server_among_the_rest() {
        let all = "level, html xhr, html, json, post, plain";
        assert_eq!(tried(None), all);
        assert_eq!(tried(Some("*/*")), all);
        assert_eq!(tried(Some("no sense")), all);
        assert_eq!(tried(Some("")), "post, plain");
        assert_eq!(tried(Some("text/html;q=0, */*")), "json, post, plain");
        assert_eq!(tried(Some("application/json, text/html;q=0.9")), "json, level, html xhr, html, post, plain");
        assert_eq!(tried(Some("text/html;level=1;q=0.1, text/html")), "html xhr, html, level, post, plain");
    }
}
