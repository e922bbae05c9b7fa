use super::ParamsError;
use super::deserialize::{Source, deserialize};
use serde::de::DeserializeOwned;

/// Names with any number of values each, in the order in which they were sent.
///
/// ```
/// use pyramidion::request::MultiDict;
///
/// let dict: MultiDict = [("a", "1"), ("b", "2"), ("a", "3")].into_iter().collect();
/// assert_eq!(dict.get("a"), Some("3"), "the last one");
/// assert_eq!(dict.get_all("a").collect::<Vec<_>>(), ["1", "3"]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MultiDict(Vec<(String, String)>);

impl MultiDict {
    /// The last value of `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// All values of `name`, in order.
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter().filter(move |(own, _)| *own == name).map(|(_, value)| value)
    }

    /// Whether `name` has a value, if only an empty one.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own == name)
    }

    /// All names with their values, in order. A name comes as often as it has values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no value at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for MultiDict {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// The parameters of a request: those of its query, then those of its form; see
/// [`Request::params`](super::Request::params).
///
/// Source: Pyramid's `request.params`, a `webob.multidict.NestedMultiDict`.
#[derive(Debug, Clone, Copy)]
pub struct NestedMultiDict<'a> {
    query: &'a MultiDict,
    form: &'a MultiDict,
}

impl<'a> NestedMultiDict<'a> {
    pub(super) fn new(query: &'a MultiDict, form: &'a MultiDict) -> Self {
        Self { query, form }
    }

    /// The last value of `name` in the query; if the query does not have it, the last one in the form.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.query.get(name).or_else(|| self.form.get(name))
    }

    /// All values of `name`: those of the query, then those of the form.
    pub fn get_all(&self, name: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.query.get_all(name).chain(self.form.get_all(name))
    }

    /// Whether the query or the form has `name`.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.query.contains_key(name) || self.form.contains_key(name)
    }

    /// All names with their values: those of the query, then those of the form.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.query.iter().chain(self.form.iter())
    }

    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.query.len() + self.form.len()
    }

    /// Whether there is no value at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.query.is_empty() && self.form.is_empty()
    }

    /// The parameters as a type of yours; [`Params`](super::Params) says how.
    ///
    /// # Errors
    ///
    /// [`ParamsError::Value`] if a parameter is missing or its value does not fit.
    pub fn deserialize<T: DeserializeOwned>(&self) -> Result<T, ParamsError> {
        let query = self.query.iter().map(|pair| (Source::Query, pair));
        let form = self.form.iter().map(|pair| (Source::Form, pair));
        deserialize(query.chain(form).map(|(source, (name, value))| (source, name.into(), value.into())).collect())
    }
}
