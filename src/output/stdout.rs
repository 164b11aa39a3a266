//! stdout: the answer and nothing else, buffered by hand so that no delta waits and no byte is lost to a signal

use std::fmt;
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Result;

use super::json;
use super::reader::Reader;
use super::terminal::Sanitizer;
use crate::error::{Error, Kind};

/// A pipe takes 64 KiB at once on Linux.
const FULL: usize = 64 * 1024;

/// How long the end by a signal may wait for the reader.
const LAST_WORDS: Duration = Duration::from_millis(100);

/// The reader closed the pipe: it has what it wanted, so this ends quietly.
#[derive(Debug)]
pub struct ReaderGone;

impl fmt::Display for ReaderGone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the reader closed the pipe")
    }
}

impl std::error::Error for ReaderGone {}

/// The process's stdout.
pub struct Stdout {
    buffer: StdoutBuffer,
    terminal: Option<Sanitizer>,
    /// Of a stdout that is held: what is held is exact.
    laid_aside: Option<Sanitizer>,
    /// The last byte written; `None` before the first.
    last: Option<u8>,
    reader: Reader,
}

/// What is not yet written; shared with the thread that handles signals.
#[derive(Clone)]
pub struct StdoutBuffer(Arc<Mutex<Pending>>);

struct Pending {
    bytes: Vec<u8>,
    file: File,
    /// Whether it stays here, however much there is of it.
    held: bool,
    /// Whether anything ever reached the file.
    has_written: bool,
}

impl Stdout {
    /// Takes over stdout. The standard library's own handle flushes at every line break.
    ///
    /// One that was closed (`>&-`) cannot be told from `/dev/null`: the runtime opens that in its place before `main`, in
    /// the same way as Python's `DEVNULL`, which means what it says.
    pub fn open() -> io::Result<Self> {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal().then(Sanitizer::default);
        let pending =
            Pending { bytes: Vec::with_capacity(FULL), file: duplicate(&stdout)?, held: false, has_written: false };
        Ok(Stdout {
            buffer: StdoutBuffer(Arc::new(Mutex::new(pending))),
            terminal,
            laid_aside: None,
            last: None,
            reader: Reader::default(),
        })
    }

    pub fn buffer(&self) -> StdoutBuffer {
        self.buffer.clone()
    }

    pub fn is_terminal(&self) -> bool {
        self.terminal.is_some()
    }

    /// Whether anything was written, or is on its way.
    pub fn has_output(&self) -> bool {
        self.last.is_some() && !self.is_held()
    }

    /// The same, and what is held counts.
    pub fn has_text(&self) -> bool {
        self.last.is_some()
    }

    /// From here on everything stays here, until it is taken or released.
    pub fn hold(&mut self) {
        self.buffer.lock().held = true;
        self.laid_aside = self.laid_aside.take().or(self.terminal.take());
    }

    pub fn is_held(&self) -> bool {
        self.buffer.lock().held
    }

    /// Everything that was held, for another place than stdout.
    pub fn take_held(&mut self) -> Vec<u8> {
        self.terminal = self.laid_aside.take().or(self.terminal.take());
        self.last = None;
        let mut pending = self.buffer.lock();
        pending.held = false;
        std::mem::take(&mut pending.bytes)
    }

    /// Everything that was held, to stdout after all.
    pub fn release(&mut self) -> Result<()> {
        if !self.is_held() {
            return Ok(());
        }
        let held = self.take_held();
        self.put_back(&held)
    }

    /// What was taken, as if it came now.
    pub fn put_back(&mut self, held: &[u8]) -> Result<()> {
        if self.is_terminal() { self.text(&String::from_utf8_lossy(held)) } else { self.bytes(held) }
    }

    /// Text: exact in a pipe, safe on a terminal.
    pub fn text(&mut self, text: &str) -> Result<()> {
        match &mut self.terminal {
            Some(sanitizer) => {
                let clean = sanitizer.clean(text);
                self.bytes(clean.as_bytes())
            }
            None => self.bytes(text.as_bytes()),
        }
    }

    /// A record and a line break. One in the record would make two of it.
    pub fn line(&mut self, text: &str) -> Result<()> {
        self.text(&text.replace(['\n', '\r'], " "))?;
        self.bytes(b"\n")
    }

    /// A line break, unless there is nothing or the last line has one.
    pub fn end_line(&mut self) -> Result<()> {
        match self.last {
            None | Some(b'\n') => Ok(()),
            Some(_) => self.bytes(b"\n"),
        }
    }

    /// The service's JSON and one line break: as it came in a pipe, indented on a terminal.
    pub fn json(&mut self, bytes: &[u8]) -> Result<()> {
        if self.is_terminal() {
            self.text(&json::indented(bytes))?;
        } else {
            self.bytes(bytes)?;
        }
        self.end_line()
    }

    /// An event of a stream as a JSON line, `{"name":payload}`; a line break in the payload, which only white space can
    /// be, becomes a space.
    pub fn event(&mut self, name: &str, payload: &[u8]) -> Result<()> {
        if self.is_terminal() {
            // Whoever broke the rules of JSON could have put a raw escape into it.
            return self.line(&format!("{{\"{name}\":{}}}", String::from_utf8_lossy(payload)));
        }
        let mut pending = self.buffer.lock();
        let line = &mut pending.bytes;
        line.extend_from_slice(b"{\"");
        line.extend_from_slice(name.as_bytes());
        line.extend_from_slice(b"\":");
        let start = line.len();
        line.extend_from_slice(payload);
        if memchr::memchr2(b'\n', b'\r', payload).is_some() {
            line[start..].iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
        }
        line.extend_from_slice(b"}\n");
        self.last = Some(b'\n');
        pending.write_out_if_full().map_err(failed)
    }

    /// Bytes, exactly.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        if let Some(last) = bytes.last() {
            self.last = Some(*last);
        }
        let mut pending = self.buffer.lock();
        // What is long leaves piece by piece: a request with attachments need not be here twice.
        for piece in bytes.chunks(FULL) {
            pending.bytes.extend_from_slice(piece);
            pending.write_out_if_full().map_err(failed)?;
        }
        Ok(())
    }

    /// Ends when the reader has closed the pipe, which a write would learn only when there is something to write.
    pub async fn reader_gone(&mut self) {
        self.reader.gone().await;
    }

    /// Hands on everything that is here.
    pub fn flush(&mut self) -> Result<()> {
        let mut pending = self.buffer.lock();
        if pending.held { Ok(()) } else { pending.write_out().map_err(failed) }
    }
}

impl StdoutBuffer {
    fn lock(&self) -> MutexGuard<'_, Pending> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a part of the answer is out. A writer that is stuck has written something.
    pub fn has_written(&self) -> bool {
        self.0.try_lock().map_or(true, |pending| pending.has_written)
    }

    /// For the end by a signal: hands on what is here, unless the main thread is stuck in a write of its own, or the
    /// reader takes nothing any more.
    pub fn flush_if_free(&self) {
        let (done, end) = std::sync::mpsc::channel();
        let buffer = self.clone();
        std::thread::spawn(move || {
            if let Ok(mut pending) = buffer.0.try_lock() {
                // What is held has not been made safe for a terminal.
                let unsafe_there = pending.held && pending.file.is_terminal();
                let _ = if unsafe_there { Ok(()) } else { pending.write_out() };
            }
            let _ = done.send(());
        });
        let _ = end.recv_timeout(LAST_WORDS);
    }
}

impl Pending {
    fn write_out_if_full(&mut self) -> io::Result<()> {
        if self.bytes.len() >= FULL && !self.held { self.write_out() } else { Ok(()) }
    }

    fn write_out(&mut self) -> io::Result<()> {
        self.has_written |= !self.bytes.is_empty();
        let result = self.file.write_all(&self.bytes);
        self.bytes.clear();
        result
    }
}

fn failed(error: io::Error) -> anyhow::Error {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ReaderGone.into();
    }
    Error::new(Kind::Internal, "cannot write to stdout").caused_by(error).into()
}

#[cfg(unix)]
fn duplicate(stdout: &io::Stdout) -> io::Result<File> {
    use std::os::fd::AsFd;
    stdout.as_fd().try_clone_to_owned().map(File::from)
}

#[cfg(windows)]
fn duplicate(stdout: &io::Stdout) -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    stdout.as_handle().try_clone_to_owned().map(File::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_written_where_a_signal_ends_it_and_not_before() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let read = || std::fs::read_to_string(file.path()).expect("it is there");
        let pending =
            Pending { bytes: b"arrived".to_vec(), file: file.reopen().expect("opens"), held: true, has_written: false };
        let buffer = StdoutBuffer(Arc::new(Mutex::new(pending)));
        buffer.lock().bytes.resize(2 * FULL, b'x');
        buffer.lock().write_out_if_full().expect("nothing is written");
        assert_eq!(read(), "");
        buffer.flush_if_free();
        assert!(read().starts_with("arrivedx") && buffer.has_written());
    }
}
