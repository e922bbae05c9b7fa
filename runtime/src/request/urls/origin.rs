//! What stands before the path of a URL: scheme, host, port, and where the application itself is.

use axum::extract::OriginalUri;
use http::uri::Authority;
use http::{Extensions, Uri};
use pyramidion_patterns::url::normal_path;

use super::UrlError;
use super::error::Reason;
use crate::request::Request;

/// What a URL is to have in place of the request's own.
#[derive(Debug, Clone, Default)]
pub(super) struct Origin {
    pub(super) app_url: Option<String>,
    pub(super) scheme: Option<String>,
    pub(super) host: Option<String>,
    pub(super) port: Option<u16>,
}

impl Origin {
    /// The URL of the application, without a slash at its end.
    pub(super) fn application_url(&self, request: &Request) -> Result<String, UrlError> {
        if let Some(app_url) = &self.app_url {
            return Ok(app_url.trim_end_matches('/').to_owned());
        }
        let scheme = self.scheme.as_deref().unwrap_or_else(|| request.scheme());
        let authority = self.authority(request)?;
        let host = authority.host();
        let port = self.port(&authority).filter(|port| default_port(scheme) != Some(*port));
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        Ok(format!("{scheme}://{host}{port}{}", script_name(request.extensions(), request.uri())))
    }

    fn authority(&self, request: &Request) -> Result<Authority, UrlError> {
        let host = self.host.as_deref().or_else(|| request.host()).ok_or(Reason::NoHost)?;
        host.parse().map_err(|_| Reason::BadHost(host.to_owned()).into())
    }

    /// Another scheme has a port of its own, if we know it; a host that is given brings its own along.
    fn port(&self, authority: &Authority) -> Option<u16> {
        let is_default = self.host.is_none() && self.scheme.as_deref().and_then(default_port).is_some();
        self.port.or(if is_default { None } else { authority.port_u16() })
    }
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

/// The path under which the application is nested in another router: what a request's path had before ours, quoted as it came.
pub(crate) fn script_name<'r>(extensions: &'r Extensions, uri: &Uri) -> &'r str {
    let Some(OriginalUri(original)) = extensions.get() else { return "" };
    let own = uri.path();
    let original = original.path();
    let outer = original.strip_suffix(own).or_else(|| (own == "/").then_some(original));
    outer.or_else(|| outer_of_respelt(original, own)).unwrap_or_default().trim_end_matches('/')
}

/// What comes before our path if that has been spelt anew, as it is where only so a route has been found.
fn outer_of_respelt<'r>(original: &'r str, own: &str) -> Option<&'r str> {
    let mut starts = original.match_indices('/').map(|(start, _)| start);
    let start = starts.find(|start| normal_path(&original[*start..]).is_ok_and(|path| path == own))?;
    Some(&original[..start])
}
