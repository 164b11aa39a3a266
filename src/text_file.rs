//! A file of settings, read as a text: a regular file of a believable size, in UTF-8

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// How scripts say that they want no such file.
const NO_FILE: &str = "/dev/null";

/// Why there is no text.
pub enum Unreadable {
    /// Not there, or in a folder that is a file.
    Missing,
    Folder,
    /// A FIFO, a device, a socket.
    NotRegular,
    TooLong,
    /// Where the first byte stands that is none of a text.
    NotUtf8(String),
    Failed(io::Error),
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Unreadable::Missing,
            _ => Unreadable::Failed(error),
        }
    }
}

/// The file's text, of so many bytes at most.
pub fn read(path: &Path, longest: u64) -> Result<String, Unreadable> {
    // Looked at before it is opened: opening a FIFO waits for a writer.
    let about = fs::metadata(path)?;
    if about.is_dir() {
        return Err(Unreadable::Folder);
    }
    if !about.is_file() && path.as_os_str() != NO_FILE {
        return Err(Unreadable::NotRegular);
    }
    if about.len() > longest {
        return Err(Unreadable::TooLong);
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(longest + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > longest {
        return Err(Unreadable::TooLong);
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
        Unreadable::NotUtf8(place(&before, valid))
    })
}

/// Where in the text something stands, as other readers of files say it: `line 2 column 9`.
/// Both from 1; columns are characters.
pub fn place(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    format!("line {} column {}", before.matches('\n').count() + 1, line.chars().count() + 1)
}
