//! The predicates of a view together: how particular they make it, and which views are the same.

#[cfg(test)]
use super::Mismatch;
use super::{Failures, Kind, MediaType, Needs, Predicate, Subject};

/// The order of a view without predicates, which is tried last.
const LAST: u32 = 1 << 30;

/// All predicates of a view, the lightest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct PredicateList(Vec<Predicate>);

/// Tells lists of predicates apart: two views on one place whose lists have equal hashes are in conflict.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Phash(Vec<Vec<String>>);

impl PredicateList {
    pub(crate) fn new(predicates: impl IntoIterator<Item = Predicate>) -> Self {
        let mut predicates: Vec<_> = predicates.into_iter().collect();
        predicates.sort_by_key(Predicate::position);
        Self(predicates)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Predicate> {
        self.0.iter()
    }

    /// Where the view stands among those of its place: the lower the earlier. More predicates come first, then heavier ones.
    ///
    /// Source: `pyramid.config.predicates.PredicateList.make`.
    pub(crate) fn order(&self) -> u32 {
        let score = self.0.iter().fold(0, |score, predicate| score | 2 << predicate.position());
        let count = u32::try_from(self.0.len()).unwrap_or(u32::MAX - 1);
        (LAST - score) / (count + 1)
    }

    pub(crate) fn phash(&self) -> Phash {
        Phash(self.0.iter().map(Predicate::identity).collect())
    }

    /// The media type by which the view is negotiated.
    pub(crate) fn accept(&self) -> Option<&MediaType> {
        self.0.iter().find_map(|predicate| match &predicate.kind {
            Kind::Accept(media_type) if !predicate.is_negated => Some(media_type),
            _ => None,
        })
    }

    pub(crate) fn needs(&self) -> Needs {
        self.0.iter().map(Predicate::needs).fold(Needs::default(), Needs::and)
    }

    /// What keeps predicates from being asked: for the problems of a configuration.
    pub(crate) fn problems(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(Predicate::problem)
    }

    pub(crate) fn holds(&self, subject: &Subject<'_>) -> bool {
        self.0.iter().all(|predicate| predicate.holds(subject))
    }

    /// The first predicate that does not hold.
    #[cfg(test)]
    pub(crate) fn mismatch(&self, subject: &Subject<'_>) -> Option<Mismatch<'_>> {
        self.0.iter().find(|predicate| !predicate.holds(subject)).map(Mismatch::of)
    }

    /// All that do not hold, by which a client can be told what it could have asked for instead.
    pub(crate) fn failures(&self, subject: &Subject<'_>) -> Failures<'_> {
        Failures::new(self.0.iter().filter(|predicate| !predicate.holds(subject)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;

    fn list<const N: usize>(predicates: [Predicate; N]) -> PredicateList {
        PredicateList::new(predicates)
    }

    #[test]
    fn more_predicates_go_first_and_then_heavier_ones() {
        let order = |predicates: &[Predicate]| PredicateList::new(predicates.iter().cloned()).order();
        let (xhr, header) = (Predicate::xhr(true), Predicate::header(&["x"]));
        assert_eq!(order(&[]), 1 << 30);
        assert_eq!(order(std::slice::from_ref(&xhr)), ((1 << 30) - 2) / 2);
        assert!(order(std::slice::from_ref(&header)) < order(std::slice::from_ref(&xhr)));
        assert!(order(&[xhr.clone(), Predicate::request_method(&["PUT"])]) < order(std::slice::from_ref(&header)));
        assert_eq!(order(&[header.clone(), xhr.clone()]), order(&[xhr, header]));
    }

    #[test]
    fn what_asks_the_same_is_the_same() {
        fn is_long(_: &Request) -> bool {
            true
        }
        fn is_short(_: &Request) -> bool {
            false
        }
        let same = |one: PredicateList, other: PredicateList| one.phash() == other.phash();
        assert!(same(list([Predicate::request_method(&["GET"])]), list([Predicate::request_method(&["HEAD", "GET"])])));
        assert!(same(
            list([Predicate::request_param(&["b", "a = 1"])]),
            list([Predicate::request_param(&["a=1", "b"])])
        ));
        assert!(same(
            list([Predicate::xhr(true), Predicate::header(&["x"])]),
            list([Predicate::header(&["X"]), Predicate::xhr(true)])
        ));
        assert!(same(list([Predicate::custom(is_long)]), list([Predicate::custom(is_long)])));
        assert!(!same(list([Predicate::custom(is_long)]), list([Predicate::custom(is_short)])));
        assert!(!same(list([Predicate::xhr(true)]), list([Predicate::xhr(true).negated()])));
        // Pyramid takes these two for one, though they answer different requests.
        assert!(!same(list([Predicate::request_param(&["a"])]), list([Predicate::request_param(&["a="])])));
    }
}
