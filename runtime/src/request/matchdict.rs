use std::borrow::Cow;

/// What the placeholders of the matched route stand for, percent-decoded, in the order of the pattern.
///
/// ```
/// use pyramidion::request::Matchdict;
///
/// let matchdict: Matchdict = [("id", "7"), ("rest", "a//b/./c/../d")].into_iter().collect();
/// assert_eq!(matchdict.get("id"), Some("7"));
/// assert_eq!(matchdict.segments("rest"), Some(vec!["a", "b", "d"]));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matchdict(Vec<(Cow<'static, str>, String)>);

impl Matchdict {
    /// The value of a placeholder.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    /// The value of a remainder, taken apart at its slashes. Empty segments and `.` are dropped, and `..` takes the
    /// segment before it along, but never leaves the remainder.
    ///
    /// Source: Pyramid's `pyramid.traversal.split_path_info`.
    #[must_use]
    pub fn segments(&self, name: &str) -> Option<Vec<&str>> {
        let mut segments = Vec::new();
        for segment in self.get(name)?.split('/') {
            match segment {
                "" | "." => {}
                ".." => drop(segments.pop()),
                segment => segments.push(segment),
            }
        }
        Some(segments)
    }

    /// All placeholders with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value.as_str()))
    }

    /// How many placeholders the route has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the route has no placeholder, or no route has matched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: Into<Cow<'static, str>>, V: Into<String>> FromIterator<(N, V)> for Matchdict {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}
