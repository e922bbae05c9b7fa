//! The id of a user.

use std::borrow::Cow;
use std::fmt;

use super::base64;
use crate::acl::Principal;

/// What an application calls a user: a text mostly, or a number, or bytes.
///
/// A ticket remembers which of them it was. As a [principal](Principal), a number is its digits, and bytes are shown as
/// [`escape_ascii`](slice::escape_ascii) shows them; so do not give out the number 7 and the text `7` to different users.
///
/// ```
/// use pyramidion::security::UserId;
///
/// let userid = UserId::from("ada");
/// assert_eq!(userid.as_str(), Some("ada"));
/// assert!(userid == "ada");
/// assert_eq!(UserId::from(7).to_string(), "7");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum UserId {
    /// A text.
    Text(String),
    /// A number.
    Integer(i128),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// How the ticket names the type of its userid.
const TYPE: &str = "userid_type:";

impl UserId {
    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn as_integer(&self) -> Option<i128> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// The bytes, if it is made of them.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    /// The userid and the user data of its ticket.
    pub(super) fn to_ticket(&self) -> (String, String) {
        let (text, kind) = match self {
            Self::Text(text) => (base64::encode(text.as_bytes()), "b64unicode"),
            Self::Integer(number) => (number.to_string(), "int"),
            Self::Bytes(bytes) => (base64::encode(bytes), "b64str"),
        };
        (text, format!("{TYPE}{kind}"))
    }

    /// The userid of a ticket. A type that nobody knows leaves it as it is; `None` if it is not of the type named.
    pub(super) fn from_ticket(userid: &str, user_data: &str) -> Option<Self> {
        let mut kinds = user_data.split('|').filter_map(|datum| datum.strip_prefix(TYPE));
        kinds.try_fold(Self::Text(userid.to_owned()), Self::decoded)
    }

    fn decoded(self, kind: &str) -> Option<Self> {
        match (kind, &self) {
            ("int", Self::Text(text)) => text.trim().parse().ok().map(Self::Integer),
            ("b64unicode", Self::Text(text)) => {
                String::from_utf8(base64::decode(text.as_bytes())?).ok().map(Self::Text)
            }
            ("b64str", Self::Text(text)) => base64::decode(text.as_bytes()).map(Self::Bytes),
            ("int" | "b64unicode" | "b64str", _) => None,
            _ => Some(self),
        }
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => number.fmt(f),
            Self::Bytes(bytes) => bytes.escape_ascii().fmt(f),
        }
    }
}

impl PartialEq<str> for UserId {
    fn eq(&self, text: &str) -> bool {
        self.as_str() == Some(text)
    }
}

impl PartialEq<&str> for UserId {
    fn eq(&self, text: &&str) -> bool {
        self.as_str() == Some(text)
    }
}

impl From<&str> for UserId {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for UserId {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Cow<'_, str>> for UserId {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Text(text.into_owned())
    }
}

macro_rules! from_numbers {
    ($($number:ty)*) => {$(
        impl From<$number> for UserId {
            fn from(number: $number) -> Self {
                Self::Integer(number.into())
            }
        }
    )*};
}

from_numbers!(i32 i64 i128 u32 u64);

impl From<&[u8]> for UserId {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<Vec<u8>> for UserId {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<&UserId> for Principal {
    fn from(userid: &UserId) -> Self {
        userid.to_string().into()
    }
}

impl From<UserId> for Principal {
    fn from(userid: UserId) -> Self {
        match userid {
            UserId::Text(text) => text.into(),
            other => Self::from(&other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_comes_back_from_a_ticket() {
        for userid in ["ada".into(), "".into(), 7.into(), (-1).into(), u64::MAX.into(), UserId::from(vec![0, 255])] {
            let (text, user_data) = userid.to_ticket();
            assert_eq!(UserId::from_ticket(&text, &user_data), Some(userid));
        }
    }

    #[test]
    fn what_is_not_of_its_type_is_no_userid() {
        for (text, user_data) in [
            ("ada", "userid_type:int"),
            ("YQ", "userid_type:b64unicode"),
            ("/w==", "userid_type:b64unicode"),
            ("7", "userid_type:int|userid_type:b64str"),
        ] {
            assert_eq!(UserId::from_ticket(text, user_data), None, "{text} {user_data}");
        }
    }

    #[test]
    fn other_user_data_leaves_the_text() {
        for user_data in ["", "userid_type:", "userid_type:unicode", "x|y", " userid_type:int"] {
            assert_eq!(UserId::from_ticket("7", user_data), Some("7".into()), "{user_data}");
        }
    }

    #[test]
    fn principals_are_texts() {
        for (userid, principal) in [("ada".into(), "ada"), (7.into(), "7"), (UserId::from(&b"a\xff"[..]), r"a\xff")] {
            assert_eq!(Principal::from(&userid), principal);
            assert_eq!(Principal::from(userid), principal);
        }
    }
}
