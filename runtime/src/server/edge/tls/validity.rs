//! From when to when a certificate is good.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::crypto::ring;
use rustls::{CertificateError, Error, RootCertStore};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

/// How long before its end a certificate is warned of.
const SOON: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// What a client's clock says of a certificate, with the date.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Validity {
    Good,
    EndsSoon(String),
    Ended(String),
    NotYet(String),
}

pub(super) fn of(certificate: &CertificateDer<'_>, now: SystemTime) -> Validity {
    let at = |time: SystemTime| complaint(certificate, time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default());
    match (at(now), at(now + SOON)) {
        (Some(CertificateError::ExpiredContext { not_after, .. }), _) => Validity::Ended(date(not_after)),
        (Some(CertificateError::NotValidYetContext { not_before, .. }), _) => Validity::NotYet(date(not_before)),
        (_, Some(CertificateError::ExpiredContext { not_after, .. })) => Validity::EndsSoon(date(not_after)),
        _ => Validity::Good,
    }
}

/// What a client would say that trusts the certificate itself, and asks at that time. It looks at the dates first; what else it may
/// find wrong, such as the name, is of no interest here.
fn complaint(certificate: &CertificateDer<'_>, at: Duration) -> Option<CertificateError> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone().into_owned()).ok()?;
    let provider = Arc::new(ring::default_provider());
    let client = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().ok()?;
    let name = ServerName::try_from("localhost").ok()?;
    match client.verify_server_cert(certificate, &[], &name, &[], UnixTime::since_unix_epoch(at)) {
        Err(Error::InvalidCertificate(complaint)) => Some(complaint),
        _ => None,
    }
}

fn date(time: UnixTime) -> String {
    // The year 9999 is the last that such a date can have, and is what certificates without an end have.
    let seconds = time.as_secs().min(253_402_300_799);
    httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}
