//! What comes in: stdin and files, with their limits, read before anything is sent

use std::io::{self, IsTerminal, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result};
use tokio::sync::oneshot;

use super::Context;
use crate::error::{Error, Kind};
use crate::waiting::{self, PATIENCE};

/// More than this is no prompt: it is refused before it is sent.
pub const LONGEST_REQUEST: usize = 64 * 1024 * 1024;
/// What Base64 makes that of.
pub const LONGEST_FILE: usize = LONGEST_REQUEST / 4 * 3;
/// The service's limit for the body of InvokeModel.
pub const LONGEST_BODY: usize = 25_000_000;

/// Whether there is something to read without anybody having to type it.
pub fn stdin_is_piped() -> bool {
    !io::stdin().is_terminal()
}

/// All of stdin. It is read on a thread that is never joined: a pending read must not hold up the exit.
pub async fn stdin(limit: usize, cx: &Context) -> Result<Vec<u8>> {
    let (done, mut result) = oneshot::channel();
    let started = Arc::new(AtomicBool::new(false));
    let seen = started.clone();
    std::thread::Builder::new()
        .name("stdin".into())
        .spawn(move || {
            let _ = done.send(read(Noticing { inner: io::stdin().lock(), seen: &seen }, limit));
        })
        .context("cannot start a thread to read stdin")?;
    let patient = async {
        tokio::select! {
            bytes = &mut result => bytes,
            () = tokio::time::sleep(PATIENCE) => {
                if !started.load(Ordering::Relaxed) {
                    cx.stderr.note("waiting for stdin; end it with Ctrl-D, or say `--no-stdin` where the command has it");
                }
                result.await
            }
        }
    };
    let bytes = cx.deadline.cap(patient).await?;
    let bytes = bytes.context("the thread that reads stdin ended early")?.context("cannot read stdin")?;
    within(bytes, limit, "stdin")
}

/// A body as `--raw-body` names it, sent as it is.
pub async fn raw_body(path: &Path, cx: &Context) -> Result<Vec<u8>> {
    let body = if path.as_os_str() == "-" { stdin(LONGEST_BODY, cx).await? } else { file(path, LONGEST_BODY)? };
    if body.is_empty() {
        return Err(Error::usage("there is nothing to send: the body is empty")
            .hint("pipe a body in, or name its file: `--raw-body FILE`")
            .into());
    }
    Ok(body)
}

/// All of a file.
pub fn file(path: &Path, limit: usize) -> Result<Vec<u8>> {
    let name = path.display();
    if path.is_dir() {
        return Err(Error::usage(format!("`{name}` is a folder, not a file")).into());
    }
    let file = waiting::open(path).map_err(|error| unreadable(path, &error))?;
    let bytes = read(file, limit).with_context(|| format!("cannot read `{name}`"))?;
    within(bytes, limit, &format!("`{name}`"))
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::usage(format!("cannot open `{}`", path.display())).caused_by(error)
}

/// One byte more than allowed is enough to know. Piece by piece, since `read_to_end` may write zeros into all the room that
/// it makes for more: 7 MB for a file of 20.
fn read(source: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut source = source.take(limit as u64 + 1);
    let mut piece = [0; 64 * 1024];
    loop {
        match source.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => bytes.extend_from_slice(&piece[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(bytes)
}

fn within(bytes: Vec<u8>, limit: usize, source: &str) -> Result<Vec<u8>> {
    if bytes.len() > limit {
        let message = format!("{source} holds more than {limit} bytes, which is too much to send");
        return Err(Error::new(Kind::Request, message).into());
    }
    Ok(bytes)
}

/// Text, or the place where it is none.
pub fn utf8(bytes: Vec<u8>, source: &str) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let hint = match error.as_bytes() {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it looks like UTF-16: convert it with `iconv -f UTF-16 -t UTF-8`",
            _ => "convert it (`iconv -f LATIN1 -t UTF-8`, say); a model reads text",
        };
        Error::usage(format!("{source} is not UTF-8: the byte at offset {offset} is invalid")).hint(hint)
    })
}

/// A reader that notes its first byte.
struct Noticing<'a, R> {
    inner: R,
    seen: &'a AtomicBool,
}

impl<R: Read> Read for Noticing<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.seen.store(true, Ordering::Relaxed);
        Ok(count)
    }
}
