//! AWS's two files, the configuration and the credentials: where they are, and their text
//!
//! The SDK would wait for ever for a FIFO, fill the memory from a device, and take a file that is not UTF-8 for an empty one.

use std::env;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use crate::error::{Error, Kind};
use crate::source::{Said, Source};
use crate::text_file::{self, Unreadable};

/// Some hundred profiles are 100 KiB.
const LONGEST: u64 = 4 * 1024 * 1024;

/// Where they are, there or not: the configuration and the credentials.
/// Source: <https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html>
pub fn located() -> [Said<PathBuf>; 2] {
    [located_by("AWS_CONFIG_FILE", "config"), located_by("AWS_SHARED_CREDENTIALS_FILE", "credentials")]
}

fn located_by(variable: &'static str, name: &str) -> Said<PathBuf> {
    match env::var_os(variable).filter(|path| !path.is_empty()) {
        Some(path) => Said::new(at_home(Path::new(&path)), Source::Variable(variable)),
        None => Said::default_of(at_home(&Path::new("~/.aws").join(name))),
    }
}

/// Only a `~` of its own is the home, as in the SDK.
fn at_home(path: &Path) -> PathBuf {
    let mut parts = path.components();
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    let home = set("HOME").or_else(|| set("USERPROFILE").filter(|_| cfg!(windows)));
    match (parts.next(), home) {
        (Some(Component::Normal(first)), Some(home)) if first == "~" => Path::new(&home).join(parts.as_path()),
        _ => path.to_owned(),
    }
}

/// The text of one of them; `None` if it is not there, which is no error even for one that was named, as in the AWS CLI.
pub fn read(file: &Said<PathBuf>) -> Result<Option<String>, Error> {
    let Said { value: path, source } = file;
    let error = match text_file::read(path, LONGEST) {
        Ok(text) => return Ok(Some(text)),
        Err(Unreadable::Missing) => return Ok(None),
        // A service that runs with somebody else's home, and takes its keys from the environment.
        Err(Unreadable::Failed(error)) if is_out_of_sight(&error, path) && *source == Source::Default => {
            return Ok(None);
        }
        Err(error) => error,
    };
    let (what, cause) = match error {
        Unreadable::Folder => ("is a folder, not a file".to_owned(), None),
        Unreadable::NotRegular => ("is no regular file".to_owned(), None),
        Unreadable::TooLong => (format!("holds more than {} MiB", LONGEST / 1024 / 1024), None),
        Unreadable::NotUtf8(place) => (format!("is not UTF-8 at {place}"), None),
        Unreadable::Failed(error) => ("cannot be read".to_owned(), Some(error)),
        Unreadable::Missing => ("is not there".to_owned(), None),
    };
    let mut error = Error::new(Kind::Credentials, format!("AWS's file `{}` {what}", path.display()));
    error.causes.extend(cause.map(|cause| cause.to_string()));
    Err(error.hint(match source {
        Source::Default => "put a text file of profiles there, or remove it".to_owned(),
        source => format!("{} names it: let it name a text file of profiles, or unset it", source.naming("file")),
    }))
}

/// In a folder that may not be looked into.
fn is_out_of_sight(error: &std::io::Error, path: &Path) -> bool {
    error.kind() == ErrorKind::PermissionDenied && path.symlink_metadata().is_err()
}
