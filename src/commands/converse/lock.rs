//! One turn of a conversation at a time: a lock file beside it, for as long as the turn takes
//!
//! The conversation itself cannot carry the lock: it is replaced by rename, and may not be there yet.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::signals::Signals;

/// How often a taken lock is tried. A wait inside the kernel could not be told to end at `--timeout`.
const AGAIN: Duration = Duration::from_millis(20);

/// A lock that is held. Its file goes when it does.
pub struct Lock {
    path: PathBuf,
    /// Closing it gives the lock up.
    _file: File,
    signals: Signals,
}

impl Lock {
    /// Waits for the lock on a file, however long that takes.
    pub async fn take(of: &Path, signals: &Signals) -> io::Result<Self> {
        let path = beside(of);
        loop {
            if let Some(file) = try_take(&path)? {
                signals.remove_at_end(Some(path.clone()));
                return Ok(Lock { path, _file: file, signals: signals.clone() });
            }
            tokio::time::sleep(AGAIN).await;
        }
    }

    /// From here on a signal leaves the lock's file where it is: others must not begin while the conversation is written.
    pub fn keep_through_signals(&self) {
        self.signals.remove_at_end(None);
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.keep_through_signals();
        // Whoever opened it meanwhile finds out in `is_in_place`.
        let _ = remove(&self.path);
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".lock");
    path.with_file_name(name)
}

fn try_take(path: &Path) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(is_in_place(&file, path)?.then_some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether the file that was locked is still the one that others find: its last holder may have removed it.
#[cfg(unix)]
fn is_in_place(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let held = file.metadata()?;
    match path.metadata() {
        Ok(found) => Ok((held.dev(), held.ino()) == (found.dev(), found.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn remove(path: &Path) -> io::Result<()> {
    std::fs::remove_file(path)
}

/// Windows has no such number at hand; there the lock's file is never removed.
#[cfg(not(unix))]
fn is_in_place(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(not(unix))]
fn remove(_: &Path) -> io::Result<()> {
    Ok(())
}
