//! The file `config.toml`: model, region, profile, regions and the names that people give to ids

mod file;
mod parse;

use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use crate::error::Error;
use crate::source::Said;

/// What the configuration file says. What it does not say is `None`; it may not be there at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// Which file it is, there or not; `None` without a home.
    pub path: Option<Said<PathBuf>>,
    pub is_there: bool,
    /// Model of converse and invoke: an id, or an alias.
    pub model: Option<Said>,
    pub region: Option<Said>,
    /// Profile of `~/.aws/config`, as `AWS_PROFILE` would name it.
    pub profile: Option<Said>,
    /// What `--region all` means.
    pub regions: Option<Said<Vec<String>>>,
    /// Whether names of models are resolved, as with `--resolve`.
    pub resolve: Option<Said<bool>>,
    /// The id behind each name, in the order of the file.
    pub aliases: IndexMap<String, Said>,
}

impl Config {
    /// Reads the file that `--config` names, else `BEDR_CONFIG`, else `~/.config/bedr/config.toml`.
    ///
    /// One that was named has to be there. <https://specifications.freedesktop.org/basedir/latest/>
    pub fn load(flag: Option<&Path>) -> Result<Config, Error> {
        let Some(path) = file::locate(flag) else {
            return Ok(Config::default());
        };
        let mut config = match file::read(&path)? {
            Some(text) => Config { is_there: true, ..parse::parse(&text, &path.value)? },
            None => Config::default(),
        };
        config.path = Some(path);
        Ok(config)
    }

    /// Reads a text as if it stood in that file.
    #[cfg(fuzzing)]
    pub fn parse(text: &str, path: &Path) -> Result<Config, Error> {
        parse::parse(text, path)
    }

    /// The id behind a name; `None` if it is no alias.
    pub fn alias(&self, name: &str) -> Option<&str> {
        self.aliases.get(name).map(|id| id.value.as_str())
    }
}
