//! Which site a request comes from: its `Origin` (RFC 6454), or else its `Referer`.

use http::header::{HeaderName, ORIGIN, REFERER};
use http::uri::Scheme;
use http::{HeaderValue, Uri};

use super::error::BadCsrfOrigin;
use super::options::{CheckOrigin, CsrfOptions};
use crate::request::Request;
use crate::security::site;

/// Looks where the request comes from, if that is to be looked at.
pub(in crate::security) fn check(request: &Request, options: &CsrfOptions) -> Result<(), BadCsrfOrigin> {
    let is_looked_at = match options.check_origin {
        CheckOrigin::Auto => site::is_https(request),
        CheckOrigin::Always => true,
        CheckOrigin::Never => false,
    };
    if !is_looked_at {
        return Ok(());
    }
    let own = request.host().map(without_default_port);
    let trusted = options.trusted_origins.iter().map(String::as_str).chain(own);
    match claimed(request)? {
        Some(claimed) => check_claim(&claimed, trusted),
        None if options.allow_no_origin => Ok(()),
        None => Err(BadCsrfOrigin::new("It has neither Origin nor Referer.")),
    }
}

/// What the request says of its origin.
enum Claim<'a> {
    /// A page that has none to the browser.
    Null,
    Url(&'a str),
}

/// Of several origins the last, as a server on the way has added it.
fn claimed(request: &Request) -> Result<Option<Claim<'_>>, BadCsrfOrigin> {
    let origin = text_of(request, &ORIGIN)?;
    let origin = origin.map(|origins| origins.rsplit(' ').next().unwrap_or_default());
    Ok(match origin {
        Some("") => None,
        Some("null") => Some(Claim::Null),
        Some(origin) => Some(Claim::Url(origin)),
        None => text_of(request, &REFERER)?.filter(|referer| !referer.is_empty()).map(Claim::Url),
    })
}

fn text_of<'a>(request: &'a Request, name: &HeaderName) -> Result<Option<&'a str>, BadCsrfOrigin> {
    let text = request.headers().get(name).map(HeaderValue::to_str).transpose();
    text.map_err(|_| BadCsrfOrigin::new(format!("Its {name} is no URL.")))
}

fn check_claim<'a>(claim: &Claim<'_>, mut trusted: impl Iterator<Item = &'a str>) -> Result<(), BadCsrfOrigin> {
    let url = match claim {
        Claim::Null if trusted.any(|origin| origin == "null") => return Ok(()),
        Claim::Null => return Err(BadCsrfOrigin::new("Its origin is null, which is not trusted.")),
        Claim::Url(url) => *url,
    };
    // What a fragment may hold is of no interest here, and makes no `Uri`.
    let uri = url.split('#').next().unwrap_or_default().parse::<Uri>().ok();
    let uri = uri.ok_or_else(|| BadCsrfOrigin::new("Its origin is no URL."))?;
    if uri.scheme() != Some(&Scheme::HTTPS) {
        return Err(BadCsrfOrigin::new("Its origin is not secure, and this site is."));
    }
    let host = uri.authority().map(|authority| authority.as_str().to_ascii_lowercase()).unwrap_or_default();
    let host = host.strip_suffix(":443").unwrap_or(&host);
    let is_trusted = trusted.any(|pattern| is_same_domain(host, pattern));
    if is_trusted { Ok(()) } else { Err(BadCsrfOrigin::new("Its origin is not trusted.")) }
}

fn without_default_port(host: &str) -> &str {
    host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host)
}

/// Whether it is the host, or below the domain that begins with a dot.
fn is_same_domain(host: &str, pattern: &str) -> bool {
    let pattern = pattern.to_ascii_lowercase();
    match pattern.strip_prefix('.') {
        Some("") => false,
        Some(domain) => host == domain || host.ends_with(&pattern),
        None => !pattern.is_empty() && host == pattern,
    }
}
