//! The body of an exception, in the form that the client prefers.

use std::fmt::Write;

use axum::body::Body;
use axum::response::Response;
use http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, VARY};
use minijinja::HtmlEscape;
use serde_json::json;

use super::HttpException;
use super::accept::preferred;

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";
const PLAIN: &str = "text/plain; charset=utf-8";

/// The forms, in the server's order of preference.
const OFFERS: [(&str, &str); 3] = [("text", "html"), ("application", "json"), ("text", "plain")];

/// Gives the response of an [`HttpException`] the body that `accept` prefers; any other response passes untouched, as
/// does one whose body somebody has replaced since. Without a usable `Accept` the body stays plain text.
#[inline]
pub(crate) fn negotiate(response: &mut Response, accept: Option<&HeaderValue>) {
    // Checked in place, because nearly every response stops here.
    if response.extensions().get::<HttpException>().is_some() {
        rewrite(response, accept);
    }
}

#[cold]
fn rewrite(response: &mut Response, accept: Option<&HeaderValue>) {
    if !has_own_body(response) {
        return;
    }
    let Some(exception) = response.extensions_mut().remove::<HttpException>() else { return };
    match accept.and_then(|accept| preferred(accept.as_bytes(), &OFFERS)) {
        Some(("text", "html")) => write_body(response, HTML, html(&exception)),
        Some(("application", "json")) => write_body(response, JSON, json(&exception)),
        _ => {}
    }
    response.headers_mut().append(VARY, HeaderValue::from(ACCEPT));
}

/// Puts the plain text into the response, which is what an exception starts with.
pub(super) fn write_plain(response: &mut Response, exception: &HttpException) {
    write_body(response, PLAIN, plain(exception));
}

/// Whether the body is still the one of [`write_plain`], as far as the headers tell.
fn has_own_body(response: &Response) -> bool {
    let headers = response.headers();
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind == PLAIN) && !headers.contains_key(CONTENT_ENCODING)
}

fn write_body(response: &mut Response, content_type: &'static str, text: String) {
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(text.len()));
    *response.body_mut() = Body::from(text);
}

fn plain(exception: &HttpException) -> String {
    let mut text = exception.code();
    for paragraph in exception.paragraphs() {
        text.push_str("\n\n");
        text.push_str(paragraph);
    }
    text.push('\n');
    text
}

fn html(exception: &HttpException) -> String {
    let code = exception.code();
    let mut paragraphs = String::new();
    for paragraph in exception.paragraphs() {
        writeln!(paragraphs, "<p>{}</p>", HtmlEscape(paragraph)).expect("a string takes any text");
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{code}</title>\n</head>\n\
         <body>\n<h1>{code}</h1>\n{paragraphs}</body>\n</html>\n",
        code = HtmlEscape(&code),
    )
}

fn json(exception: &HttpException) -> String {
    let message: Vec<_> = exception.paragraphs().collect();
    json!({ "message": message.join("\n\n"), "code": exception.code(), "title": exception.title_text() }).to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
