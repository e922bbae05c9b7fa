//! Sockets that are files: who may connect, what is left behind by a process that died, and tidying up.

use std::fs;
use std::io;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use socket2::{Domain, SockAddr, Socket, Type};

/// The file of a socket that this process made. It is removed with the last of those who hold it.
#[derive(Debug)]
pub(crate) struct SocketFile {
    path: PathBuf,
    /// Device and inode, since another process may have put its own in the place by then.
    identity: (u64, u64),
}

/// Listens at `path`. A file that a dead process has left is replaced.
pub(super) fn bind(path: &Path, mode: u32, backlog: i32) -> io::Result<(UnixListener, SocketFile)> {
    let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
    let address = SockAddr::unix(path)?;
    if let Err(error) = socket.bind(&address) {
        if error.kind() != io::ErrorKind::AddrInUse || !is_abandoned(path)? {
            return Err(error);
        }
        tracing::info!("removing {}, on which nobody listens any more", path.display());
        fs::remove_file(path)?;
        socket.bind(&address)?;
    }
    // Nobody can connect before `listen`, so nobody can connect with the permissions that the umask gives.
    let file = SocketFile::of(path.to_owned())?;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
    socket.listen(backlog)?;
    Ok((socket.into(), file))
}

/// Whether `path` is a socket on which nobody listens. What is no socket is somebody's file, and stays.
fn is_abandoned(path: &Path) -> io::Result<bool> {
    if !fs::symlink_metadata(path)?.file_type().is_socket() {
        return Ok(false);
    }
    Ok(UnixStream::connect(path).is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused))
}

impl SocketFile {
    fn of(path: PathBuf) -> io::Result<Self> {
        let identity = identity(&path)?;
        Ok(Self { path, identity })
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if identity(&self.path).is_ok_and(|identity| identity == self.identity) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    let metadata = fs::symlink_metadata(path)?;
    Ok((metadata.dev(), metadata.ino()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::server::edge::test_tools::Directory;

    #[test]
    fn the_file_has_its_mode_and_goes_with_the_listener() {
        let directory = Directory::new();
        let path = directory.file("app.sock");
        let (_listener, file) = bind(&path, 0o600, 8).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        UnixStream::connect(&path).unwrap();
        drop(file);
        assert!(!path.exists());
    }

    #[test]
    fn what_the_dead_left_is_replaced() {
        let directory = Directory::new();
        let path = directory.file("app.sock");
        drop(UnixListener::bind(&path).unwrap());
        assert!(path.exists());
        let _bound = bind(&path, 0o660, 8).unwrap();
        UnixStream::connect(&path).unwrap();
    }

    #[test]
    fn the_living_and_other_files_are_left_alone() {
        let directory = Directory::new();
        let (busy, text) = (directory.file("busy.sock"), directory.file("notes.txt"));
        let _listener = UnixListener::bind(&busy).unwrap();
        fs::write(&text, "precious").unwrap();
        for path in [&busy, &text] {
            assert_eq!(bind(path, 0o660, 8).unwrap_err().kind(), io::ErrorKind::AddrInUse);
            assert!(path.exists());
        }
    }

    #[test]
    fn a_successors_file_stays() {
        let directory = Directory::new();
        let path = directory.file("app.sock");
        let (_first, first_file) = bind(&path, 0o660, 8).unwrap();
        // The inode of a file that is still open is not given to another.
        fs::rename(&path, directory.file("moved.sock")).unwrap();
        let _second = bind(&path, 0o660, 8).unwrap();
        drop(first_file);
        UnixStream::connect(&path).unwrap();
    }
}
