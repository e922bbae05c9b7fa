use http::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::JsonError;
use super::form::media_type;

pub(super) fn parse<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, JsonError> {
    if !media_type(headers).is_some_and(is_json) {
        return Err(JsonError::ContentType);
    }
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        Category::Data => JsonError::Data(error),
        Category::Syntax | Category::Eof | Category::Io => JsonError::Syntax(error),
    })
}

fn is_json(media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    media_type.strip_prefix("application/").is_some_and(|kind| kind == "json" || kind.ends_with("+json"))
}
