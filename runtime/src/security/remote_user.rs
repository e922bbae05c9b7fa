//! A user whom somebody before this application has found out.

use http::HeaderName;

use super::user_id::UserId;
use crate::request::Request;

/// Where the userid stands that a proxy or a layer vouches for: Pyramid's `REMOTE_USER`.
///
/// Nothing is believed unless one of these is asked. A header can be sent by anybody: believe one only behind a proxy that
/// strips it from what clients send.
///
/// ```
/// use bytes::Bytes;
/// use http::HeaderName;
/// use pyramidion::Request;
/// use pyramidion::security::RemoteUser;
///
/// let by_proxy = RemoteUser::header(HeaderName::from_static("x-remote-user"));
/// let sent = http::Request::get("/").header("X-Remote-User", "ada").body(()).unwrap();
/// let request = Request::from_parts(sent.into_parts().0, Bytes::new());
/// assert_eq!(by_proxy.userid(&request), Some("ada".into()));
/// ```
#[derive(Clone, Debug)]
pub struct RemoteUser(Source);

#[derive(Clone, Debug)]
enum Source {
    Header(HeaderName),
    Extension,
}

impl RemoteUser {
    /// The text of a header that the proxy sets.
    #[must_use]
    pub fn header(name: HeaderName) -> Self {
        Self(Source::Header(name))
    }

    /// The [`UserId`] that a layer or tween has put into the request's [extensions](Request::extensions).
    #[must_use]
    pub fn extension() -> Self {
        Self(Source::Extension)
    }

    /// The userid. `None` if there is none, or if the header is there twice, is empty or is not UTF-8.
    #[must_use]
    pub fn userid(&self, request: &Request) -> Option<UserId> {
        match &self.0 {
            Source::Header(name) => from_header(request, name),
            Source::Extension => request.extensions().get().cloned(),
        }
    }
}

fn from_header(request: &Request, name: &HeaderName) -> Option<UserId> {
    let mut values = request.headers().get_all(name).iter();
    let value = values.next().filter(|value| !value.is_empty())?;
    if values.next().is_some() {
        return None; // one of them is not the proxy's
    }
    std::str::from_utf8(value.as_bytes()).ok().map(UserId::from)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn request(values: &[&[u8]]) -> Request {
        let sent = values.iter().fold(http::Request::get("/"), |sent, value| sent.header("x-user", *value));
        Request::from_parts(sent.body(()).unwrap().into_parts().0, Bytes::new())
    }

    #[test]
    fn only_one_header_is_believed() {
        let by_proxy = RemoteUser::header(HeaderName::from_static("x-user"));
        let found = |values: &[&[u8]]| by_proxy.userid(&request(values));
        assert_eq!(found(&["grüße".as_bytes()]), Some("grüße".into()));
        assert_eq!(found(&[]), None);
        assert_eq!(found(&[b""]), None);
        assert_eq!(found(&[b"\xff"]), None);
        assert_eq!(found(&[b"ada", b"bob"]), None);
    }

    #[test]
    fn an_extension_is_believed_if_asked() {
        let mut request = request(&[b"bob"]);
        assert_eq!(RemoteUser::extension().userid(&request), None);
        request.extensions_mut().insert(UserId::from(7));
        assert_eq!(RemoteUser::extension().userid(&request), Some(7.into()));
    }
}
