use axum::extract::FromRequest;
use serde::de::DeserializeOwned;

use super::deserialize::{Entry, Source, deserialize};
use super::form::FormKind;
use super::urlencoded::{NotUtf8, pairs};
use super::{ParamsError, Request};

/// A view's parameters as a type of yours: the query's, then the form's.
///
/// ```
/// use pyramidion::request::Params;
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Search {
///     text: String,
///     page: Option<u32>,
///     #[serde(default)]
///     tag: Vec<String>,
/// }
///
/// async fn search(Params(search): Params<Search>) -> String {
///     format!("{} on page {}, tagged {:?}", search.text, search.page.unwrap_or(1), search.tag)
/// }
/// ```
///
/// A field takes the last value of its name, and the query's before the form's; a `Vec` takes all of them. A field that is
/// an `Option` is `None` also if the value is empty, which is what a browser sends for a field left blank. Names that `T`
/// does not know are ignored. As with all formats in which everything is text, numbers in a `#[serde(flatten)]`ed struct
/// are not understood.
///
/// The body is read only if it is a form, up to the limit in force ([`axum::extract::DefaultBodyLimit`]).
///
/// # Errors
///
/// [`ParamsError`]: a 400 that names the parameter, or a 413.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Params<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Params<T> {
    type Rejection = ParamsError;

    async fn from_request(request: axum::extract::Request, _: &S) -> Result<Self, ParamsError> {
        if FormKind::of(request.headers()) == FormKind::None {
            let query = request.uri().query().unwrap_or_default();
            return deserialize(query_entries(query)?).map(Self);
        }
        let mut request = Request::new(request);
        request.read_body().await?;
        request.params()?.deserialize().map(Self)
    }
}

/// The query alone, borrowed: what most requests have.
fn query_entries(query: &str) -> Result<Vec<Entry<'_>>, ParamsError> {
    pairs(query.as_bytes())
        .map(|pair| pair.map(|(name, value)| (Source::Query, name, value)))
        .collect::<Result<_, NotUtf8>>()
        .map_err(|NotUtf8| ParamsError::NotUtf8 { part: "query" })
}
