//! Where the server meets what is around it: sockets, TLS, proxies, logs, systemd.
//!
//! Each part stands alone; the accept loop puts them together.

pub(crate) mod access_log;
mod address;
pub(crate) mod forwarded;
#[cfg(unix)]
pub(crate) mod hangup;
pub(crate) mod io;
pub(crate) mod listen;
#[cfg(unix)]
pub(crate) mod notify;
pub(crate) mod settings;
#[cfg(feature = "tls")]
pub(crate) mod tls;
#[cfg(unix)]
mod unix_socket;
pub(crate) mod workers;

pub(crate) use self::address::{BindAddress, BindAddresses};
pub(crate) use self::io::{Io, Listener, Peer};

#[cfg(test)]
mod test_tools;
