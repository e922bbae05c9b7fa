//! Where to listen, as text.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// One place to listen at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BindAddress {
    /// `127.0.0.1:6543`, `[::1]:80`
    Tcp(SocketAddr),
    /// `unix:/run/app.sock`
    Unix(PathBuf),
    /// `fd://3`: a socket that the process was started with, by its number.
    Descriptor(usize),
    /// `systemd`: all sockets that the process was started with.
    Systemd,
}

/// A text that is no place to listen at.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoBindAddress {
    text: String,
    help: &'static str,
}

const FORMS: &str = "write an address with a port, such as `127.0.0.1:6543` or `[::1]:80`, or `unix:/run/app.sock`, `fd://3` or \
    `systemd`";
const NO_NAMES: &str = "names are not looked up: write the address, such as `127.0.0.1:6543`";
const PORT: &str = "add a port, such as `127.0.0.1:6543` or `[::1]:6543`";
/// The first descriptor that systemd passes (`SD_LISTEN_FDS_START`).
pub(super) const FIRST_DESCRIPTOR: usize = 3;

impl FromStr for BindAddress {
    type Err = NoBindAddress;

    fn from_str(text: &str) -> Result<Self, NoBindAddress> {
        let wrong = |help| NoBindAddress { text: text.to_owned(), help };
        if text == "systemd" {
            return Ok(Self::Systemd);
        }
        if let Some(path) = text.strip_prefix("unix:") {
            return if path.is_empty() { Err(wrong(FORMS)) } else { Ok(Self::Unix(path.into())) };
        }
        if let Some(number) = text.strip_prefix("fd://") {
            let number = number.parse().ok().filter(|number| *number >= FIRST_DESCRIPTOR);
            return number.map(Self::Descriptor).ok_or_else(|| wrong("descriptors begin with `fd://3`"));
        }
        text.parse().map(Self::Tcp).map_err(|_| wrong(help_with(text)))
    }
}

fn help_with(text: &str) -> &'static str {
    let is_bare_address = text.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok();
    match text.rsplit_once(':') {
        _ if is_bare_address => PORT,
        Some((name, port)) if !name.is_empty() && !name.contains(['/', ':']) && port.parse::<u16>().is_ok() => NO_NAMES,
        _ => FORMS,
    }
}

impl fmt::Display for BindAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Descriptor(number) => write!(f, "fd://{number}"),
            Self::Systemd => f.write_str("systemd"),
        }
    }
}

impl fmt::Display for NoBindAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is nothing to listen at\nhelp: {}", self.text, self.help)
    }
}

impl std::error::Error for NoBindAddress {}

/// Several places, between which stand commas or spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BindAddresses(pub(crate) Vec<BindAddress>);

impl FromStr for BindAddresses {
    type Err = NoBindAddress;

    fn from_str(text: &str) -> Result<Self, NoBindAddress> {
        let texts = text.split([',', ' ', '\t', '\n']).filter(|text| !text.is_empty());
        let addresses = texts.map(str::parse).collect::<Result<Vec<_>, _>>()?;
        if addresses.is_empty() {
            return Err(NoBindAddress { text: text.to_owned(), help: FORMS });
        }
        Ok(Self(addresses))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_back_as_they_were_written() {
        for text in
            ["127.0.0.1:6543", "[::1]:80", "0.0.0.0:0", "unix:/run/app.sock", "unix:app.sock", "fd://3", "systemd"]
        {
            assert_eq!(text.parse::<BindAddress>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn mistakes_are_helped_with() {
        for (text, help) in [
            ("localhost:6543", NO_NAMES),
            ("127.0.0.1", PORT),
            ("[::1]", PORT),
            ("::1", PORT),
            ("", FORMS),
            ("unix:", FORMS),
            ("http://127.0.0.1:80", FORMS),
            ("127.0.0.1:65536", FORMS),
            ("fd://2", "descriptors begin with `fd://3`"),
            ("fd://three", "descriptors begin with `fd://3`"),
        ] {
            let message = text.parse::<BindAddress>().unwrap_err().to_string();
            assert_eq!(message, format!("`{text}` is nothing to listen at\nhelp: {help}"));
        }
    }

    #[test]
    fn several_stand_in_one_setting() {
        let BindAddresses(addresses) = "127.0.0.1:80, [::1]:80\n unix:/run/a.sock".parse().unwrap();
        assert_eq!(addresses.len(), 3);
        assert_eq!(addresses[2], BindAddress::Unix("/run/a.sock".into()));
        assert!(" , ".parse::<BindAddresses>().is_err());
        assert!("127.0.0.1:80, nowhere".parse::<BindAddresses>().unwrap_err().to_string().starts_with("`nowhere`"));
    }
}
