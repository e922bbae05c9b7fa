//! Where the server meets what is around it: sockets, TLS, proxies, logs, systemd.
//!
//! Each part stands alone; the server puts them together.

pub(crate) mod access_log;
pub(crate) mod address;
pub(crate) mod forwarded;
#[cfg(unix)]
pub(crate) mod hangup;
pub(crate) mod listen;
#[cfg(unix)]
pub(crate) mod notify;
pub(crate) mod options;
#[cfg(feature = "tls")]
pub(crate) mod tls;
#[cfg(unix)]
pub(super) mod unix_socket;
pub(crate) mod workers;

#[cfg(test)]
mod test_tools;
