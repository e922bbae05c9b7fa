//! What the runtime logs, to be looked at by tests.

use std::io;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

static LOG: Mutex<String> = Mutex::new(String::new());

fn lock() -> MutexGuard<'static, String> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts to keep what is logged on all threads of this process. To be called first; again does nothing.
pub fn capture() {
    static START: Once = Once::new();
    START.call_once(|| tracing_subscriber::fmt().with_ansi(false).with_writer(|| Writer).init());
}

/// The lines logged so far that contain `text`. Tests run side by side: look for what only one of them logs.
#[must_use]
pub fn lines_with(text: &str) -> Vec<String> {
    lock().lines().filter(|line| line.contains(text)).map(str::to_owned).collect()
}

/// Everything logged so far.
#[must_use]
pub fn text() -> String {
    lock().clone()
}

struct Writer;

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lock().push_str(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
