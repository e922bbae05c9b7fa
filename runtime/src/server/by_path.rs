//! A limit that some paths have another of.

use pyramidion_patterns::url::decode_path;

/// What holds everywhere, and what holds instead under some paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ByPath<T> {
    everywhere: T,
    /// Those that say more go first.
    under: Vec<(Prefix, T)>,
}

/// The first segments of paths.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Prefix(Vec<Segment>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    /// Written as a route's placeholder is.
    Any,
}

impl<T> ByPath<T> {
    pub(crate) fn new(everywhere: T) -> Self {
        Self { everywhere, under: Vec::new() }
    }

    pub(crate) fn set_everywhere(&mut self, limit: T) {
        self.everywhere = limit;
    }

    /// Sets what holds under `path`.
    pub(crate) fn set_under(&mut self, path: &str, limit: T) {
        let prefix = Prefix::new(path);
        self.under.retain(|(known, _)| *known != prefix);
        self.under.push((prefix, limit));
        self.under.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.weight()));
    }
}

impl<T: Copy> ByPath<T> {
    /// What holds for a request, by the path that it was sent with.
    pub(crate) fn at(&self, path: &str) -> T {
        if self.under.is_empty() {
            return self.everywhere;
        }
        let found = self.under.iter().find(|(prefix, _)| prefix.begins(path));
        found.map_or(self.everywhere, |(_, limit)| *limit)
    }
}

impl Prefix {
    fn new(path: &str) -> Self {
        let segment = |text: &str| match text.starts_with('{') && text.ends_with('}') {
            true => Segment::Any,
            false => Segment::Literal(text.to_owned()),
        };
        Self(path.split('/').filter(|text| !text.is_empty()).map(segment).collect())
    }

    /// More for one that says more.
    fn weight(&self) -> (usize, usize) {
        (self.0.len(), self.0.iter().filter(|segment| matches!(segment, Segment::Literal(_))).count())
    }

    /// Segments are compared as they are decoded, one by one: a slash that is part of a segment makes no other path of it.
    fn begins(&self, path: &str) -> bool {
        let mut texts = path.strip_prefix('/').unwrap_or(path).split('/');
        self.0.iter().all(|segment| match (segment, texts.next()) {
            (Segment::Literal(literal), Some(text)) => decode_path(text).is_ok_and(|text| text == *literal),
            (Segment::Any, Some(text)) => !text.is_empty(),
            (_, None) => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> ByPath<u8> {
        let mut limits = ByPath::new(0);
        for (path, limit) in [("/upload", 1), ("/upload/small/", 2), ("/{user}/photo", 3), ("/anne/photo", 4)] {
            limits.set_under(path, limit);
        }
        limits
    }

    #[test]
    fn the_longest_path_counts_segment_by_segment() {
        for (path, limit) in [
            ("/", 0),
            ("*", 0),
            ("/uploads", 0),
            ("/upload", 1),
            ("/upload/", 1),
            ("/upload/a/b", 1),
            ("/upload/small", 2),
            ("/bert/photo/7", 3),
            ("//photo", 0),
            ("/anne/photo", 4),
        ] {
            assert_eq!(limits().at(path), limit, "{path}");
        }
    }

    #[test]
    fn another_spelling_is_the_same_path_and_a_quoted_slash_is_none() {
        assert_eq!(limits().at("/%75pload/x"), 1);
        assert_eq!(limits().at("/upload%2Fx"), 0);
        assert_eq!(limits().at("/upl%ff"), 0);
    }

    #[test]
    fn what_is_said_last_counts() {
        let mut limits = limits();
        limits.set_under("upload", 7);
        limits.set_everywhere(8);
        assert_eq!([limits.at("/upload"), limits.at("/")], [7, 8]);
        limits.set_under("/", 9);
        assert_eq!([limits.at("/upload"), limits.at("/")], [7, 9]);
    }
}
