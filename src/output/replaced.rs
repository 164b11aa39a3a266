//! A file that is replaced by a new one, whole or not at all

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// As many links in a row are a circle; Linux counts to the same.
const LONGEST_CHAIN: usize = 40;

/// The file that a chain of symbolic links ends at, there or not. The links stay.
pub fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..=LONGEST_CHAIN {
        match path.read_link() {
            Ok(link) if !is_descriptor(&path) => path = folder_of(&path).join(link),
            // No link, or one that only looks so; what else is wrong with it is told by whoever opens it.
            _ => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links in a row"))
}

/// Whether the path is that of an open file, as `/dev/stdout` leads to: what it has to do with a name is over.
pub(super) fn is_descriptor(path: &Path) -> bool {
    let folder = folder_of(path).canonicalize().unwrap_or_default();
    folder == Path::new("/dev/fd") || (folder.starts_with("/proc") && folder.ends_with("fd"))
}

/// Writes a file beside and renames it into place; only its owner can read it. What fails leaves everything as it was.
pub fn replace(path: &Path, write: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>) -> io::Result<()> {
    put(NamedTempFile::new_in(folder_of(path))?, path, write)
}

/// The folder in which a new file has to be made, so that it can be renamed.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Fills a new file from the same folder, and puts it in place.
pub(super) fn put(
    mut file: NamedTempFile,
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut buffer = BufWriter::new(file.as_file_mut());
    write(&mut buffer)?;
    buffer.flush()?;
    drop(buffer);
    // Without this, a machine that loses power could be left with an empty file under the name.
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}
