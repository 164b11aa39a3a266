//! Which file is the configuration, and the text in it

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::parse::place;
use crate::error::Error;
use crate::source::{Said, Source};

/// A file of ids and names is some kilobytes; what is longer is another file.
const LONGEST: u64 = 1024 * 1024;
/// How scripts say that they want no configuration.
const NO_FILE: &str = "/dev/null";

/// The flag's file, else `BEDR_CONFIG`, else the one in the user's configuration folder, on macOS too.
pub fn locate(flag: Option<&Path>) -> Option<Said<PathBuf>> {
    locate_in(flag, |name| env::var_os(name))
}

fn locate_in(flag: Option<&Path>, variable: impl Fn(&str) -> Option<OsString>) -> Option<Said<PathBuf>> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(path) = flag {
        return Some(Said::new(path.to_owned(), Source::Flag("--config")));
    }
    if let Some(path) = set("BEDR_CONFIG") {
        return Some(Said::new(path, Source::Variable("BEDR_CONFIG")));
    }
    // The specification wants a relative one ignored.
    let folder = set("XDG_CONFIG_HOME").filter(|path| path.is_absolute());
    let home = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    let folder = folder.or_else(|| Some(set(home)?.join(".config")))?;
    Some(Said::default_of(folder.join("bedr").join("config.toml")))
}

/// The file's text; `None` if it is the default one and nobody has written it.
pub fn read(path: &Said<PathBuf>) -> Result<Option<String>, Error> {
    let Said { value: path, source } = path;
    let name = path.display();
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(error) if is_missing(&error) && *source == Source::Default => return Ok(None),
        Err(error) if is_missing(&error) => return Err(not_there(path, source)),
        Err(error) => return Err(unreadable(path, &error)),
    };
    if about.is_dir() {
        return Err(Error::usage(format!("the configuration `{name}` is a folder, not a file"))
            .hint(format!("name the file in it: `{}`", path.join("config.toml").display())));
    }
    // Looked at before it is opened: opening a FIFO waits for a writer.
    if !about.is_file() && path.as_os_str() != NO_FILE {
        return Err(Error::usage(format!("the configuration `{name}` is no regular file"))
            .hint("write it into a file; `/dev/null` stands for none"));
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes));
    read.map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > LONGEST {
        return Err(Error::usage(format!("the configuration `{name}` holds more than 1 MiB"))
            .hint("is it another file? bedr's holds ids and names"));
    }
    text(bytes, path).map(Some)
}

/// Not there, or in a folder that is a file.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn not_there(path: &Path, source: &Source) -> Error {
    let named = source.naming("config");
    Error::usage(format!("the configuration `{}` that {named} names is not there", path.display()))
        .hint(format!("write it, or leave {named} out; `bedr config` shows which file is read without"))
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::usage(format!("the configuration `{}` cannot be read", path.display())).caused_by(error)
}

fn text(bytes: Vec<u8>, path: &Path) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
        let at = place(&before, valid);
        Error::usage(format!("the configuration `{}` is not UTF-8 at {at}", path.display()))
            .hint("save it as UTF-8; `iconv -t UTF-8` converts it")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn located(flag: Option<&str>, variables: &[(&str, &str)]) -> Option<(String, Source)> {
        let variable = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
        let said = locate_in(flag.map(Path::new), variable)?;
        Some((said.value.display().to_string(), said.source))
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_the_flags_then_the_variables_then_that_of_the_configuration_folder() {
        let all = [("BEDR_CONFIG", "b.toml"), ("XDG_CONFIG_HOME", "/xdg"), ("HOME", "/home/me")];
        assert_eq!(located(Some("a.toml"), &all), Some(("a.toml".to_owned(), Source::Flag("--config"))));
        assert_eq!(located(None, &all), Some(("b.toml".to_owned(), Source::Variable("BEDR_CONFIG"))));
        assert_eq!(located(None, &all[1..]), Some(("/xdg/bedr/config.toml".to_owned(), Source::Default)));
        let home = Some(("/home/me/.config/bedr/config.toml".to_owned(), Source::Default));
        assert_eq!(located(None, &all[2..]), home);
        assert_eq!(located(None, &[("BEDR_CONFIG", ""), ("XDG_CONFIG_HOME", "rel"), ("HOME", "/home/me")]), home);
        assert_eq!(located(None, &[("HOME", "")]), None);
    }
}
