//! The forms that a body can be: urlencoded, or multipart with files.

use std::convert::Infallible;
use std::future;

use bytes::Bytes;
use futures_util::{FutureExt, stream};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use multer::{Field, Multipart};

use super::urlencoded::{NotUtf8, pairs};
use super::{MultiDict, ParamsError};

/// A file that came with a multipart form.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Upload {
    /// The name of the form's field.
    pub name: String,
    /// What the client calls the file, as it says: never use it as a path. Empty if the field was left blank.
    pub filename: String,
    /// The media type, if the client gave one.
    pub content_type: Option<String>,
    /// What is in the file.
    pub bytes: Bytes,
}

#[derive(Debug, Default)]
pub(super) struct Form {
    pub(super) fields: MultiDict,
    pub(super) uploads: Vec<Upload>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormKind {
    None,
    Urlencoded,
    Multipart,
}

impl FormKind {
    /// What the content type says that the body is.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        match media_type(headers) {
            Some(kind) if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") => Self::Urlencoded,
            Some(kind) if kind.eq_ignore_ascii_case("multipart/form-data") => Self::Multipart,
            _ => Self::None,
        }
    }
}

impl Form {
    pub(super) fn parse(headers: &HeaderMap, body: &Bytes) -> Result<Self, ParamsError> {
        match FormKind::of(headers) {
            FormKind::None => Ok(Self::default()),
            FormKind::Urlencoded => Ok(Self { fields: parse_urlencoded(body, "form")?, uploads: Vec::new() }),
            FormKind::Multipart => parse_multipart(content_type(headers).unwrap_or_default(), body.clone()),
        }
    }
}

pub(super) fn parse_urlencoded(text: &[u8], part: &'static str) -> Result<MultiDict, ParamsError> {
    pairs(text).collect::<Result<_, NotUtf8>>().map_err(|NotUtf8| ParamsError::NotUtf8 { part })
}

/// The media type of the body, without its parameters.
pub(super) fn media_type(headers: &HeaderMap) -> Option<&str> {
    content_type(headers)?.split(';').next().map(str::trim)
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()
}

fn parse_multipart(content_type: &str, body: Bytes) -> Result<Form, ParamsError> {
    let boundary = multer::parse_boundary(content_type).map_err(|error| malformed(&error))?;
    let whole = stream::once(future::ready(Ok::<_, Infallible>(body)));
    read_parts(Multipart::new(whole, boundary))
        .now_or_never() // the body is here already: there is nothing to wait for
        .unwrap_or_else(|| Err(malformed(&multer::Error::IncompleteStream)))
}

async fn read_parts(mut multipart: Multipart<'_>) -> Result<Form, ParamsError> {
    let (mut fields, mut uploads) = (Vec::new(), Vec::new());
    while let Some(part) = multipart.next_field().await.map_err(|error| malformed(&error))? {
        let Some(name) = part.name().map(str::to_owned) else {
            return Err(ParamsError::Multipart { message: format!("part {} has no name", part.index() + 1) });
        };
        match part.file_name().map(str::to_owned) {
            Some(filename) => uploads.push(read_upload(name, filename, part).await?),
            None => fields.push((name, read_text(part).await?)),
        }
    }
    Ok(Form { fields: fields.into_iter().collect(), uploads })
}

async fn read_upload(name: String, filename: String, part: Field<'_>) -> Result<Upload, ParamsError> {
    let content_type = part.content_type().map(ToString::to_string);
    Ok(Upload { name, filename, content_type, bytes: part.bytes().await.map_err(|error| malformed(&error))? })
}

async fn read_text(part: Field<'_>) -> Result<String, ParamsError> {
    let bytes = part.bytes().await.map_err(|error| malformed(&error))?;
    String::from_utf8(bytes.into()).map_err(|_| ParamsError::NotUtf8 { part: "form" })
}

fn malformed(error: &multer::Error) -> ParamsError {
    ParamsError::Multipart { message: error.to_string() }
}
