//! A file that is replaced by a new one, whole or not at all

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tempfile::NamedTempFile;

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
