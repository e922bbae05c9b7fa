//! The query of a URL that is made.

use std::borrow::Cow;

use pyramidion_patterns::url;

use super::UrlError;
use crate::request::Request;

/// What a parameter of a query may be: text, a number, a `bool` or a `char`; a list of those, which names the parameter once for
/// each; or an `Option`, whose `None` is the name alone, `page=`.
pub trait QueryValue {
    #[doc(hidden)]
    fn add_to(self, name: &str, query: &mut Vec<(String, Option<String>)>);
}

macro_rules! plain_values {
    ($($ty:ty),*) => {$(
        impl QueryValue for $ty {
            fn add_to(self, name: &str, query: &mut Vec<(String, Option<String>)>) {
                query.push((name.to_owned(), Some(self.to_string())));
            }
        }
    )*};
}

plain_values!(
    &str,
    String,
    &String,
    Cow<'_, str>,
    bool,
    char,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    f32,
    f64
);

impl<V: QueryValue> QueryValue for Option<V> {
    fn add_to(self, name: &str, query: &mut Vec<(String, Option<String>)>) {
        match self {
            Some(value) => value.add_to(name, query),
            None => query.push((name.to_owned(), None)),
        }
    }
}

macro_rules! lists {
    ($([$($parameters:tt)*] $ty:ty),*) => {$(
        impl<$($parameters)*> QueryValue for $ty {
            fn add_to(self, name: &str, query: &mut Vec<(String, Option<String>)>) {
                self.into_iter().for_each(|value| value.add_to(name, query));
            }
        }
    )*};
}

lists!([V: QueryValue] Vec<V>, [V: QueryValue, const N: usize] [V; N]);

/// Where the query of a URL comes from.
#[derive(Debug, Clone)]
#[doc(hidden)]
pub enum Query {
    /// It is the request's own.
    Current,
    Pairs(Pairs),
    /// What is no list of parameters, and parameters after it.
    Text(String, Pairs),
}

type Pairs = Vec<(String, Option<String>)>;

impl Query {
    pub(super) fn none() -> Self {
        Self::Pairs(Vec::new())
    }

    /// The pairs, to be added to; what was not given by pairs is given up.
    pub(super) fn pairs(&mut self) -> &mut Vec<(String, Option<String>)> {
        if !matches!(self, Self::Pairs(_)) {
            *self = Self::none();
        }
        match self {
            Self::Pairs(pairs) => pairs,
            Self::Current | Self::Text(..) => unreachable!("made pairs above"),
        }
    }

    /// Adds a parameter to whatever there is.
    pub(super) fn add(&mut self, name: &str, value: &str, request: &Request) -> Result<(), UrlError> {
        if let Self::Current = self {
            let own = request.query()?.iter().map(|(name, value)| (name.to_owned(), Some(value.to_owned())));
            *self = Self::Pairs(own.collect());
        }
        match self {
            Self::Pairs(pairs) | Self::Text(_, pairs) => pairs.push((name.to_owned(), Some(value.to_owned()))),
            Self::Current => unreachable!("made pairs above"),
        }
        Ok(())
    }

    /// As it stands in the URL, its question mark included.
    pub(super) fn quoted(&self, request: &Request) -> Result<String, UrlError> {
        Ok(match self {
            Self::Current => url::query(request.query()?.iter().map(|(name, value)| (name, Some(value)))),
            Self::Pairs(pairs) => quoted(pairs),
            Self::Text(text, more) if text.is_empty() || more.is_empty() => url::query_text(text) + &quoted(more),
            Self::Text(text, more) => url::query_text(text) + &quoted(more).replacen('?', "&", 1),
        })
    }
}

fn quoted(pairs: &Pairs) -> String {
    url::query(pairs.iter().map(|(name, value)| (name, value.as_ref())))
}
