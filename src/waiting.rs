//! A file that gives nothing, a pipe that nobody writes into say: after a while a note names it

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// After this long without a byte a person should know what is being waited for.
pub const PATIENCE: Duration = Duration::from_secs(3);

type Tell = Box<dyn Fn(&str) + Send + Sync>;

/// Who tells it. Files are read in rooms that print nothing, and a blocked read cannot come back to say what it waits for.
static TELL: OnceLock<Tell> = OnceLock::new();

/// Says how notes are told. The first one holds.
pub fn tell_with(tell: impl Fn(&str) + Send + Sync + 'static) {
    let _ = TELL.set(Box::new(tell));
}

/// Opens a file. The open itself waits too, where it is a pipe without a writer.
pub fn open(path: &Path) -> io::Result<WaitedFor> {
    let waiting = Waiting::begin(path);
    Ok(WaitedFor { file: File::open(path)?, waiting })
}

/// A file whose first byte, or end, is waited for.
pub struct WaitedFor {
    file: File,
    waiting: Option<Waiting>,
}

impl Read for WaitedFor {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer);
        self.waiting = None;
        count
    }
}

/// As long as this lives, something is waited for.
pub struct Waiting(#[expect(dead_code, reason = "its end is what is noticed")] Sender<()>);

impl Waiting {
    /// `None` for what never lets anybody wait: a regular file, a folder, a file that is not there.
    pub fn begin(path: &Path) -> Option<Waiting> {
        let kind = fs::metadata(path).ok()?.file_type();
        if kind.is_file() || kind.is_dir() {
            return None;
        }
        let note = format!("waiting for `{}`, which is no regular file: somebody has to write into it", path.display());
        let (lives, ended) = channel::<()>();
        let watch = move || {
            if let (Err(RecvTimeoutError::Timeout), Some(tell)) = (ended.recv_timeout(PATIENCE), TELL.get()) {
                tell(&note);
            }
        };
        thread::Builder::new().name("waiting".into()).spawn(watch).ok()?;
        Some(Waiting(lives))
    }
}
