//! The access log in a file of its own, written by a thread: neither a slow disk nor a full one holds up a response.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How many lines may wait for the disk. What does not fit is dropped and counted.
const QUEUE: usize = 8192;
/// How many bytes these lines may have together: what a client asks for is part of them.
const QUEUED_BYTES: usize = 16 << 20;
/// How many bytes are written at once, at most by a line more.
const BATCH: usize = 64 * 1024;
/// How often it is looked whether the file has been rotated, and how often drops are reported, at most.
const LOOK: Duration = Duration::from_secs(1);
const REPORT: Duration = Duration::from_secs(10);
/// How long the end waits for the disk.
const LAST_LINES: Duration = Duration::from_secs(5);

/// A file to which a thread writes lines. With the last handle, it is written to its end and closed.
#[derive(Clone, Debug)]
pub(crate) struct LogFile(Arc<Handle>);

#[derive(Debug)]
struct Handle {
    queue: Option<SyncSender<Message>>,
    counts: Arc<Counts>,
    /// Disconnected once the thread has ended.
    ended: Mutex<Receiver<()>>,
}

/// What those who queue lines and the thread that takes them know of each other.
#[derive(Debug, Default)]
struct Counts {
    /// The bytes of the lines in the queue.
    waiting: AtomicUsize,
    /// Lines that did not fit.
    dropped: AtomicU64,
}

enum Message {
    Line(String),
    Reopen,
}

/// Why there is no log.
#[derive(Debug)]
pub(crate) struct LogFileError {
    path: PathBuf,
    error: io::Error,
}

impl LogFile {
    /// Opens a file, or makes it, and writes behind what it has.
    ///
    /// # Errors
    ///
    /// The system's.
    pub(crate) fn open(path: impl Into<PathBuf>) -> Result<Self, LogFileError> {
        Self::with_queue(path.into(), QUEUE)
    }

    fn with_queue(path: PathBuf, length: usize) -> Result<Self, LogFileError> {
        let error = |error| LogFileError { path: path.clone(), error };
        let file = append(&path).map_err(error)?;
        let counts = Arc::new(Counts::default());
        let (queue, lines) = sync_channel(length);
        let (end, ended) = sync_channel(0);
        let mut writer = Writer::new(path.clone(), file, counts.clone());
        let run = move || {
            let _end = end;
            writer.run(&lines);
        };
        std::thread::Builder::new().name("access-log".to_owned()).spawn(run).map_err(error)?;
        Ok(Self(Arc::new(Handle { queue: Some(queue), counts, ended: Mutex::new(ended) })))
    }

    /// Queues a line, which has no line break. Never waits.
    pub(super) fn write(&self, line: String) {
        let (length, counts) = (line.len(), &self.0.counts);
        let fits = counts.waiting.fetch_add(length, Ordering::Relaxed) + length <= QUEUED_BYTES;
        let queue = self.0.queue.as_ref().filter(|_| fits);
        if queue.is_none_or(|queue| queue.try_send(Message::Line(line)).is_err()) {
            counts.waiting.fetch_sub(length, Ordering::Relaxed);
            counts.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Has the file opened again, as after a rotation. A full queue need not be told: the thread looks for rotations itself.
    pub(crate) fn reopen(&self) {
        if let Some(Err(TrySendError::Disconnected(_))) =
            self.0.queue.as_ref().map(|queue| queue.try_send(Message::Reopen))
        {
            tracing::error!("the thread that writes the access log has ended");
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.queue = None;
        if let Ok(ended) = self.ended.get_mut() {
            let _ = ended.recv_timeout(LAST_LINES);
        }
    }
}

struct Writer {
    path: PathBuf,
    file: File,
    counts: Arc<Counts>,
    batch: Vec<u8>,
    /// Whether the last write failed: only the first failure in a row is reported.
    is_failing: bool,
    /// Lines that are lost to failing writes.
    lost: u64,
    /// Whether the file ends within a line.
    is_torn: bool,
    looked: Instant,
    reported: Option<Instant>,
}

impl Writer {
    fn new(path: PathBuf, file: File, counts: Arc<Counts>) -> Self {
        let (batch, looked) = (Vec::new(), Instant::now());
        Self { path, file, counts, batch, is_failing: false, lost: 0, is_torn: false, looked, reported: None }
    }

    fn run(&mut self, lines: &Receiver<Message>) {
        while let Ok(first) = lines.recv() {
            let mut next = Some(first);
            let mut must_reopen = self.is_time_to_look();
            while let Some(message) = next.take() {
                match message {
                    Message::Line(line) => {
                        self.counts.waiting.fetch_sub(line.len(), Ordering::Relaxed);
                        self.take(&line);
                    }
                    Message::Reopen => must_reopen = true,
                }
                if self.batch.len() < BATCH && !must_reopen {
                    next = lines.try_recv().ok();
                }
            }
            if must_reopen {
                self.reopen_if_rotated();
            }
            self.write_batch();
            self.report_drops(REPORT);
        }
        self.report_drops(Duration::ZERO);
    }

    fn take(&mut self, line: &str) {
        self.batch.extend_from_slice(line.as_bytes());
        self.batch.push(b'\n');
    }

    fn is_time_to_look(&mut self) -> bool {
        let is_time = self.looked.elapsed() >= LOOK || self.is_failing;
        if is_time {
            self.looked = Instant::now();
        }
        is_time
    }

    /// Whoever rotates renames or removes the file, so its name leads to another file, or to none.
    fn reopen_if_rotated(&mut self) {
        if is_same(&self.file, &self.path) {
            return;
        }
        match append(&self.path) {
            Ok(file) => {
                self.file = file;
                self.is_torn = false;
            }
            Err(error) => self.failed(&error),
        }
    }

    fn write_batch(&mut self) {
        if self.batch.is_empty() {
            return;
        }
        let mut batch = std::mem::take(&mut self.batch);
        if self.is_torn {
            batch.insert(0, b'\n');
        }
        match self.write_all(&batch) {
            Ok(()) if self.is_failing => {
                tracing::warn!(path = %self.path.display(), "the access log is written again; {} lines are lost", self.lost);
                (self.is_failing, self.lost) = (false, 0);
            }
            Ok(()) => {}
            Err(error) => {
                self.lost += batch.iter().filter(|byte| **byte == b'\n').count() as u64;
                self.failed(&error);
            }
        }
        batch.clear();
        self.batch = batch;
    }

    fn write_all(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.file.write(bytes) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => {
                    self.is_torn = bytes[written - 1] != b'\n';
                    bytes = &bytes[written..];
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn failed(&mut self, error: &io::Error) {
        if !std::mem::replace(&mut self.is_failing, true) {
            tracing::error!(
                path = %self.path.display(),
                %error,
                "the access log cannot be written; its lines are lost until it can\nhelp: make room on the disk, or look at the permissions"
            );
        }
    }

    fn report_drops(&mut self, at_most_each: Duration) {
        let is_too_early = self.reported.is_some_and(|reported| reported.elapsed() < at_most_each);
        if is_too_early || self.counts.dropped.load(Ordering::Relaxed) == 0 {
            return;
        }
        let dropped = self.counts.dropped.swap(0, Ordering::Relaxed);
        self.reported = Some(Instant::now());
        tracing::warn!(path = %self.path.display(), "{dropped} lines of the access log were dropped: the disk is too slow for them");
    }
}

fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path)
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata().map(identity), std::fs::metadata(path).map(identity)) {
        (Ok(open), Ok(named)) => open == named,
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same(_: &File, _: &Path) -> bool {
    false
}

impl fmt::Display for LogFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, error) = (self.path.display(), &self.error);
        write!(
            f,
            "the access log {path} cannot be opened: {error}\nhelp: set `server.access_log_file` to a file that the server may write"
        )
    }
}

impl std::error::Error for LogFileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

#[cfg(all(test, target_os = "linux"))]
#[allow(clippy::unwrap_used)]
mod tests;
