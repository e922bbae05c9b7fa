//! Renderers: from a view's value to a response.

mod templates;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::{BufMut, BytesMut};
use http::{HeaderValue, header};
use serde::Serialize;

use crate::ViewState;
use crate::view::failure;
pub(crate) use templates::Templates;

/// What a view's `renderer` names.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub enum Renderer {
    None,
    Json,
    String,
    Template(TemplateSource),
}

/// A template with all that it uses, embedded while compiling.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct TemplateSource {
    pub name: &'static str,
    /// Name and text of each file, the template's own among them.
    pub files: &'static [(&'static str, &'static str)],
}

/// The names that a value offers to a template; implemented by `#[derive(TemplateContext)]`.
pub trait TemplateContext {
    /// The names, as serde serializes them.
    const FIELDS: &'static [&'static str];
}

impl<T: TemplateContext, E> TemplateContext for Result<T, E> {
    const FIELDS: &'static [&'static str] = T::FIELDS;
}

impl Renderer {
    /// Renders a view's value. A value that does not serialize is a 500 with the cause in the log.
    pub(crate) fn render<T: Serialize>(&self, value: &T, state: &ViewState) -> Response {
        match self {
            Self::None | Self::Json => json(value, state),
            Self::String => string(value, state),
            Self::Template(source) => template(source, minijinja::Value::from(minijinja::value::Serde(value)), state),
        }
    }
}

fn json<T: Serialize>(value: &T, state: &ViewState) -> Response {
    let mut body = BytesMut::with_capacity(128).writer();
    match serde_json::to_writer(&mut body, value) {
        Ok(()) => response("application/json", body.into_inner().freeze()),
        Err(error) => failure::failed(state, error.into()),
    }
}

/// Pyramid's `string` renderer is Python's `str()`: a string as it is, anything else in the notation of JSON.
fn string<T: Serialize>(value: &T, state: &ViewState) -> Response {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text.into_response(),
        Ok(value) => value.to_string().into_response(),
        Err(error) => failure::failed(state, error.into()),
    }
}

fn template(source: &TemplateSource, context: minijinja::Value, state: &ViewState) -> Response {
    let view = state.view();
    let context = state.application().subscribers.with_globals(source.name, context);
    match state.templates().render(view.package(), source.name, context) {
        Ok(page) => match templates::media_type(source.name) {
            "text/html" => response("text/html; charset=utf-8", page),
            other => response(other, page),
        },
        Err(error) => failure::failed(state, error.into()),
    }
}

fn response(content_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
