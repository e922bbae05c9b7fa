//! From addresses to listeners.

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
#[cfg(unix)]
use std::os::unix::net::UnixListener;
use std::path::Path;
#[cfg(unix)]
use std::sync::Arc;

use listenfd::ListenFd;
use socket2::{Domain, Socket, Type};

use super::address::{BindAddress, FIRST_DESCRIPTOR};
#[cfg(unix)]
use super::unix_socket::{self, SocketFile};
use crate::server::listener::{Listener, ListeningSocket};

/// How many connections may wait for being accepted unless set; the system may allow fewer (`net.core.somaxconn`).
pub(crate) const BACKLOG: i32 = 2048;

/// How sockets are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ListenOptions {
    pub(crate) backlog: i32,
    /// Who may connect to a socket that is a file.
    pub(crate) unix_mode: u32,
    pub(crate) reuse_port: ReusePort,
}

/// Who else may listen at a TCP address (`SO_REUSEPORT`). The system spreads connections over all who do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReusePort {
    No,
    /// Sockets of this process. Another process that listens there already is an error.
    Workers,
    /// Other processes of the same user as well.
    Processes,
}

impl Default for ListenOptions {
    fn default() -> Self {
        Self { backlog: BACKLOG, unix_mode: 0o660, reuse_port: ReusePort::No }
    }
}

/// A socket that listens, and is of no runtime yet.
#[derive(Debug)]
pub(crate) struct Bound {
    socket: BoundSocket,
    options: ListenOptions,
    /// Whether the process was started with it.
    is_passed: bool,
}

#[derive(Debug)]
enum BoundSocket {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(UnixListener, Option<Arc<SocketFile>>),
}

/// Why nobody listens.
#[derive(Debug)]
pub(crate) struct ListenError {
    address: BindAddress,
    error: io::Error,
    help: &'static str,
}

/// The sockets that the process was started with.
pub(crate) struct Passed(ListenFd);

impl Passed {
    /// Takes them over, if there are any. Call it before the process has other threads: it removes the environment variables that
    /// tell of them, or children of this process would believe that the sockets are theirs.
    pub(crate) fn of_process() -> Self {
        Self(ListenFd::from_env())
    }

    pub(crate) fn none() -> Self {
        Self(ListenFd::empty())
    }
}

/// Listens at all addresses, or at none.
///
/// # Errors
///
/// The first address at which nobody can listen.
pub(crate) fn bind(
    addresses: &[BindAddress],
    options: ListenOptions,
    passed: &mut Passed,
) -> Result<Vec<Bound>, ListenError> {
    let mut bound = Vec::with_capacity(addresses.len());
    for address in addresses {
        let more = bind_one(address, options, &mut passed.0);
        bound.extend(more.map_err(|error| ListenError::new(address.clone(), error))?);
    }
    Ok(bound)
}

fn bind_one(address: &BindAddress, options: ListenOptions, passed: &mut ListenFd) -> io::Result<Vec<Bound>> {
    let mine = |socket| vec![Bound { socket, options, is_passed: false }];
    match address {
        BindAddress::Tcp(address) => Ok(mine(BoundSocket::Tcp(tcp(*address, options)?))),
        BindAddress::Unix(path) => Ok(mine(unix(path, options)?)),
        BindAddress::Descriptor(number) => Ok(vec![take(passed, number - FIRST_DESCRIPTOR, options)?]),
        BindAddress::Systemd if passed.len() == 0 => Err(io::ErrorKind::NotFound.into()),
        BindAddress::Systemd => (0..passed.len()).map(|index| take(passed, index, options)).collect(),
    }
}

fn tcp(address: SocketAddr, options: ListenOptions) -> io::Result<TcpListener> {
    if options.reuse_port == ReusePort::Workers && address.port() != 0 {
        // `SO_REUSEPORT` hides that another process is there.
        drop(tcp_socket(address, false)?);
    }
    let socket = tcp_socket(address, options.reuse_port != ReusePort::No)?;
    socket.listen(options.backlog)?;
    Ok(socket.into())
}

fn tcp_socket(address: SocketAddr, reuse_port: bool) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    #[cfg(unix)]
    {
        // Or connections that are still closing would keep the next process from starting.
        socket.set_reuse_address(true)?;
        socket.set_reuse_port(reuse_port)?;
    }
    #[cfg(not(unix))]
    let _ = reuse_port;
    socket.bind(&address.into())?;
    Ok(socket)
}

#[cfg(unix)]
fn unix(path: &Path, options: ListenOptions) -> io::Result<BoundSocket> {
    let (listener, file) = unix_socket::bind(path, options.unix_mode, options.backlog)?;
    Ok(BoundSocket::Unix(listener, Some(Arc::new(file))))
}

#[cfg(not(unix))]
fn unix(_: &Path, _: ListenOptions) -> io::Result<BoundSocket> {
    Err(io::ErrorKind::Unsupported.into())
}

fn take(passed: &mut ListenFd, index: usize, options: ListenOptions) -> io::Result<Bound> {
    let socket = take_socket(passed, index)?.ok_or(io::ErrorKind::NotFound)?;
    Ok(Bound { socket, options, is_passed: true })
}

#[cfg(unix)]
fn take_socket(passed: &mut ListenFd, index: usize) -> io::Result<Option<BoundSocket>> {
    // A socket of another kind stays, and can be asked for again.
    match passed.take_tcp_listener(index) {
        Ok(listener) => Ok(listener.map(BoundSocket::Tcp)),
        Err(_) => Ok(passed.take_unix_listener(index)?.map(|listener| BoundSocket::Unix(listener, None))),
    }
}

#[cfg(not(unix))]
fn take_socket(passed: &mut ListenFd, index: usize) -> io::Result<Option<BoundSocket>> {
    Ok(passed.take_tcp_listener(index)?.map(BoundSocket::Tcp))
}

impl Bound {
    /// The same for another worker: a TCP socket of its own at the same address if ports are reused, else the same socket.
    ///
    /// # Errors
    ///
    /// The system's.
    pub(crate) fn for_worker(&self) -> io::Result<Self> {
        let socket = match &self.socket {
            BoundSocket::Tcp(listener) if self.options.reuse_port != ReusePort::No && !self.is_passed => {
                let options = ListenOptions { reuse_port: ReusePort::Processes, ..self.options };
                BoundSocket::Tcp(tcp(listener.local_addr()?, options)?)
            }
            BoundSocket::Tcp(listener) => BoundSocket::Tcp(listener.try_clone()?),
            #[cfg(unix)]
            BoundSocket::Unix(listener, file) => BoundSocket::Unix(listener.try_clone()?, file.clone()),
        };
        Ok(Self { socket, ..*self })
    }

    /// Brings the socket into the runtime of this thread.
    ///
    /// # Errors
    ///
    /// The system's.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub(crate) fn into_listener(self) -> io::Result<Listener> {
        let socket = match self.socket {
            BoundSocket::Tcp(listener) => {
                listener.set_nonblocking(true)?;
                ListeningSocket::Tcp(tokio::net::TcpListener::from_std(listener)?)
            }
            #[cfg(unix)]
            BoundSocket::Unix(listener, file) => {
                listener.set_nonblocking(true)?;
                ListeningSocket::Unix { listener: tokio::net::UnixListener::from_std(listener)?, file }
            }
        };
        Ok(Listener::new(socket, self.is_passed))
    }

    /// Where it is, for people: `https://127.0.0.1:6543`, `unix:/run/app.sock`.
    pub(crate) fn url(&self, scheme: &str) -> String {
        match &self.socket {
            BoundSocket::Tcp(listener) => match listener.local_addr() {
                Ok(address) => format!("{scheme}://{address}"),
                Err(_) => format!("{scheme}://an unknown address"),
            },
            #[cfg(unix)]
            BoundSocket::Unix(listener, _) => {
                let address = listener.local_addr().ok();
                let path = address.as_ref().and_then(|address| address.as_pathname());
                format!("unix:{}", path.unwrap_or(Path::new("")).display())
            }
        }
    }
}

impl ListenError {
    fn new(address: BindAddress, error: io::Error) -> Self {
        use io::ErrorKind::{AddrInUse, NotFound, PermissionDenied};
        let help = match (&address, error.kind()) {
            (BindAddress::Tcp(_), AddrInUse) => {
                "another program listens there: stop it, or choose another port with `--bind`"
            }
            (BindAddress::Tcp(_), PermissionDenied) => "ports below 1024 need privileges: choose another with `--bind`",
            (BindAddress::Tcp(_), _) => "choose an address of this machine with `--bind`",
            (BindAddress::Unix(_), AddrInUse) => {
                "another program listens there, or the file is no socket: stop it, or choose another path with `--bind`"
            }
            (BindAddress::Unix(_), NotFound) => "make the directory first, or choose another path with `--bind`",
            (BindAddress::Unix(_), PermissionDenied) => "choose a directory that the server may write to with `--bind`",
            (BindAddress::Unix(_), _) => "choose another path with `--bind`",
            (_, NotFound) => {
                "the process was started with no such socket: start it by a systemd socket unit, or by `systemfd`, which set \
                 LISTEN_FDS"
            }
            _ => "the sockets that are passed must be of TCP, or stream sockets of the file system, and listen already",
        };
        Self { address, error, help }
    }
}

impl From<ListenError> for io::Error {
    fn from(error: ListenError) -> Self {
        Self::new(error.error.kind(), error)
    }
}

impl fmt::Display for ListenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot listen on {}: {}\nhelp: {}", self.address, self.error, self.help)
    }
}

impl std::error::Error for ListenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests;
