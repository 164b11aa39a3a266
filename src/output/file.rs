//! A file that gets the answer whole or not at all

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::replaced::{behind_links, folder_of, is_descriptor, put};
use crate::error::Error;

/// Where an answer goes once it is whole.
#[derive(Debug)]
pub struct AnswerFile {
    path: PathBuf,
    /// Behind symbolic links, which stay.
    target: PathBuf,
}

impl AnswerFile {
    /// Looks whether it can be written: what cannot stops the command before the call costs anything. Nothing is left
    /// lying about for a signal to find.
    pub fn prepare(path: &Path) -> Result<Self> {
        let name = path.display();
        if path.as_os_str() == "-" {
            let error = Error::usage("`--output-file` takes a file, not `-`");
            return Err(error.hint("without it the answer goes to stdout; a file of that name is `./-`").into());
        }
        if path.is_dir() {
            return Err(Error::usage(format!("`--output-file {name}` is a folder, not a file")).into());
        }
        let cannot = || format!("cannot write `{name}`");
        let file = AnswerFile { path: path.to_owned(), target: behind_links(path).with_context(cannot)? };
        if is_descriptor(&file.target) && file.target.is_file() {
            let error =
                Error::usage(format!("`--output-file {name}` is a file that is open already, and would be replaced"));
            return Err(error
                .hint("leave it out: the answer goes to stdout, and `>` or `>>` to where you want it")
                .into());
        }
        file.try_out().with_context(cannot)?;
        Ok(file)
    }

    fn try_out(&self) -> io::Result<()> {
        match fs::metadata(&self.target) {
            // A pipe waits for its reader when it is opened; a write that fails is told then.
            Ok(about) if !about.is_file() => return Ok(()),
            Ok(_) => drop(OpenOptions::new().write(true).open(&self.target)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        self.new_beside().map(drop)
    }

    /// A new file in the same folder, with the permissions of the old one, or those that the umask allows.
    fn new_beside(&self) -> io::Result<tempfile::NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".bedr-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let new = builder.tempfile_in(folder_of(&self.target))?;
        if let Ok(about) = fs::metadata(&self.target) {
            new.as_file().set_permissions(about.permissions())?;
        }
        Ok(new)
    }

    /// Puts the answer in its place. A device or a pipe is written as it is: there is nothing to take the place of.
    pub fn write(&self, bytes: &[u8]) -> Result<()> {
        self.replace(bytes).with_context(|| format!("cannot write `{}`", self.path.display()))
    }

    fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        if fs::metadata(&self.target).is_ok_and(|about| !about.is_file()) {
            return File::options().write(true).open(&self.target)?.write_all(bytes);
        }
        put(self.new_beside()?, &self.target, |file| file.write_all(bytes))
    }

    pub fn name(&self) -> String {
        self.path.display().to_string()
    }
}
