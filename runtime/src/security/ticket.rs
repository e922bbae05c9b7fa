//! The ticket in an `auth_tkt` cookie.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use subtle::ConstantTimeEq;

use super::hash::HashAlgorithm;
use super::secret::Secret;

/// What Python's `urllib.parse.quote` escapes.
const QUOTED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~').remove(b'/');

/// How many hexadecimal digits the time has.
const TIME_DIGITS: usize = 8;

/// A ticket: who somebody is, since when, and what else the server wants to be reminded of. Anybody can read it; the digest
/// is what only the server can write.
///
/// [`AuthTkt`](super::AuthTkt) makes and reads cookies with such tickets; by itself this is for other programs that know the
/// format. Source: Pyramid's `AuthTicket` and `parse_ticket`, after Apache's `mod_auth_tkt`.
///
/// ```
/// use pyramidion::security::{AuthTicket, HashAlgorithm, Secret};
///
/// let secret = Secret::from("secret");
/// let mut ticket = AuthTicket::new("userid", 10);
/// ticket.tokens = "a,b".to_owned();
/// let text = ticket.cookie_value(&secret, HashAlgorithm::Md5);
/// assert_eq!(text, "66f9cc3e423dc57c91df696cf3d1f0d80000000auserid!a,b!");
/// assert_eq!(AuthTicket::parse(&text, &secret, ticket.ip, HashAlgorithm::Md5), Ok(ticket));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthTicket {
    /// The user. The characters `!` and `%` may be in it.
    pub userid: String,
    /// When it was issued, in seconds since 1970; below 2³².
    pub timestamp: u64,
    /// The address that it is good for. [`AuthTicket::ANY_ADDRESS`] by custom, if it is good for all.
    pub ip: IpAddr,
    /// Tokens, separated by commas, without a `!`.
    pub tokens: String,
    /// What else there is to say. A `!` must not be in it unless there are tokens.
    pub user_data: String,
}

/// Why a text is no ticket of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadTicket {
    /// The digest is not followed by a time.
    Timestamp,
    /// No `!` ends the userid.
    Userid,
    /// The digest is not what the secret makes: forged, of another address, or of another secret or hash.
    Digest,
}

impl AuthTicket {
    /// The address that stands for all of them.
    pub const ANY_ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

    /// A ticket without tokens and user data, for all addresses.
    #[must_use]
    pub fn new(userid: impl Into<String>, timestamp: u64) -> Self {
        let (tokens, user_data) = (String::new(), String::new());
        Self { userid: userid.into(), timestamp, ip: Self::ANY_ADDRESS, tokens, user_data }
    }

    /// The text of the ticket, for a cookie.
    #[must_use]
    pub fn cookie_value(&self, secret: &Secret, hash: HashAlgorithm) -> String {
        let (digest, time) = (self.digest(secret, hash), self.timestamp);
        let userid = utf8_percent_encode(&self.userid, QUOTED);
        let tokens_end = if self.tokens.is_empty() { "" } else { "!" };
        format!("{digest}{time:0TIME_DIGITS$x}{userid}!{}{tokens_end}{}", self.tokens, self.user_data)
    }

    /// Reads a ticket that comes from `ip`, or from [`ANY_ADDRESS`](Self::ANY_ADDRESS) if that is not looked at.
    ///
    /// # Errors
    ///
    /// [`BadTicket`].
    pub fn parse(ticket: &str, secret: &Secret, ip: IpAddr, hash: HashAlgorithm) -> Result<Self, BadTicket> {
        let ticket = ticket.trim_matches('"');
        let (digest, rest) = ticket.split_at_checked(hash.size() * 2).ok_or(BadTicket::Timestamp)?;
        let (time, rest) = rest.split_at_checked(TIME_DIGITS).ok_or(BadTicket::Timestamp)?;
        let timestamp = parse_time(time).ok_or(BadTicket::Timestamp)?;
        let (userid, data) = rest.split_once('!').ok_or(BadTicket::Userid)?;
        let userid = percent_decode_str(userid).decode_utf8_lossy().into_owned();
        let (tokens, user_data) = data.split_once('!').unwrap_or(("", data));
        let parsed = Self { userid, timestamp, ip, tokens: tokens.to_owned(), user_data: user_data.to_owned() };
        let genuine = parsed.digest(secret, hash).as_bytes().ct_eq(digest.as_bytes());
        if bool::from(genuine) { Ok(parsed) } else { Err(BadTicket::Digest) }
    }

    fn digest(&self, secret: &Secret, hash: HashAlgorithm) -> String {
        let (secret, (address, time)) = (secret.bytes(), self.address_and_time());
        let Self { userid, tokens, user_data, .. } = self;
        let parts = [&address, &time, secret, userid.as_bytes(), b"\0", tokens.as_bytes(), b"\0", user_data.as_bytes()];
        let inner = hash.hex_digest(&parts);
        hash.hex_digest(&[inner.as_bytes(), secret])
    }

    /// IPv4 in bytes; IPv6, which `mod_auth_tkt` does not know, in letters and digits.
    fn address_and_time(&self) -> (Vec<u8>, Vec<u8>) {
        match self.ip {
            #[allow(clippy::cast_possible_truncation)] // the format has room for 32 bits
            IpAddr::V4(address) => (address.octets().to_vec(), (self.timestamp as u32).to_be_bytes().to_vec()),
            IpAddr::V6(address) => (address.to_string().into(), self.timestamp.to_string().into()),
        }
    }
}

fn parse_time(digits: &str) -> Option<u64> {
    let are_digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if are_digits { u64::from_str_radix(digits, 16).ok() } else { None }
}

impl fmt::Display for BadTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Timestamp => "the ticket has no time after its digest\nhelp: is it of another hash?",
            Self::Userid => "the ticket has no `!` after its userid\nhelp: is it cut off?",
            Self::Digest => {
                "the ticket's digest is wrong\nhelp: look whether secret, hash and client address are those of its making"
            }
        })
    }
}

impl std::error::Error for BadTicket {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MD5: HashAlgorithm = HashAlgorithm::Md5;

    fn parse(ticket: &str) -> Result<AuthTicket, BadTicket> {
        AuthTicket::parse(ticket, &"secret".into(), AuthTicket::ANY_ADDRESS, MD5)
    }

    #[test]
    fn what_is_wrong_is_told() {
        let good = AuthTicket::new("ada", 10).cookie_value(&"secret".into(), MD5);
        assert!(parse(&good).is_ok());
        assert!(parse(&format!("\"{good}\"")).is_ok(), "old clients send it in quotes");
        assert_eq!(parse(""), Err(BadTicket::Timestamp));
        assert_eq!(parse(&good[..36]), Err(BadTicket::Timestamp));
        assert_eq!(parse(&good.replace("0000000a", "      +a")), Err(BadTicket::Timestamp));
        assert_eq!(parse(&good.replace('!', "")), Err(BadTicket::Userid));
        assert_eq!(parse(&good.replace("ada", "bob")), Err(BadTicket::Digest));
        assert_eq!(parse(&good.replace("0000000a", "0000000b")), Err(BadTicket::Digest));
        assert_eq!(parse(&good.to_uppercase()), Err(BadTicket::Digest));
    }

    #[test]
    fn a_ticket_is_bound_to_its_address() {
        let ips: [IpAddr; 3] = ["192.0.2.1", "192.0.2.2", "2001:db8::1"].map(|ip| ip.parse().unwrap());
        for made in ips {
            let ticket = AuthTicket { ip: made, ..AuthTicket::new("ada", 10) }.cookie_value(&"secret".into(), MD5);
            for used in ips {
                let found = AuthTicket::parse(&ticket, &"secret".into(), used, MD5);
                assert_eq!(found.is_ok(), made == used, "{made} {used}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_parsed(digest in "[0-9a-f]{0,34}", rest in "\\PC*") {
            let _ = parse(&rest);
            let _ = parse(&(digest + &rest));
        }

        #[test]
        fn what_is_made_is_parsed(userid in "\\PC*", timestamp in any::<u32>(), tokens in "[a-z,]{0,9}", user_data in "[a-z:|é]*") {
            let ticket = AuthTicket { tokens, user_data, ..AuthTicket::new(userid, timestamp.into()) };
            prop_assert_eq!(parse(&ticket.cookie_value(&"secret".into(), MD5)), Ok(ticket));
        }
    }
}
