//! Which file is the configuration, and the text in it

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::source::{Said, Source};
use crate::text_file::{self, Unreadable};

/// A file of ids and names is some kilobytes; what is longer is another file.
const LONGEST: u64 = 1024 * 1024;

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
    let refused = |what: &str| Error::usage(format!("the configuration `{name}` {what}"));
    Err(match text_file::read(path, LONGEST) {
        Ok(text) => return Ok(Some(text)),
        Err(Unreadable::Missing) if *source == Source::Default => return Ok(None),
        Err(Unreadable::Missing) => not_there(path, source),
        Err(Unreadable::Failed(error)) => refused("cannot be read").caused_by(error),
        Err(Unreadable::Folder) => refused("is a folder, not a file")
            .hint(format!("name the file in it: `{}`", path.join("config.toml").display())),
        Err(Unreadable::NotRegular) => {
            refused("is no regular file").hint("write it into a file; `/dev/null` stands for none")
        }
        Err(Unreadable::TooLong) => {
            refused("holds more than 1 MiB").hint("is it another file? bedr's holds ids and names")
        }
        Err(Unreadable::NotUtf8(place)) => {
            refused(&format!("is not UTF-8 at {place}")).hint("save it as UTF-8; `iconv -t UTF-8` converts it")
        }
    })
}

fn not_there(path: &Path, source: &Source) -> Error {
    let named = source.naming("config");
    Error::usage(format!("the configuration `{}` that {named} names is not there", path.display()))
        .hint(format!("write it, or leave {named} out; `bedr config` shows which file is read without"))
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
