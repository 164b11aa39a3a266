//! Where a setting was said: by a flag, a variable, a profile or the configuration file, or by nobody

use std::fmt;

/// Where a setting was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// `--region`.
    Flag(&'static str),
    /// A variable of the environment, by its name.
    Variable(&'static str),
    /// A profile of AWS's configuration files, by its name.
    Profile(String),
    /// A line of bedr's configuration file: `PATH:LINE`.
    Config(String),
    /// Nowhere: it is what bedr does unless told otherwise.
    Default,
}

/// A setting that somebody said, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T = String> {
    pub value: T,
    pub source: Source,
}

impl<T> Said<T> {
    pub fn new(value: T, source: Source) -> Self {
        Said { value, source }
    }

    /// What bedr does unless told otherwise.
    pub fn default_of(value: T) -> Self {
        Self::new(value, Source::Default)
    }
}

impl Source {
    /// How an error calls the place where this setting stands.
    pub fn naming(&self, setting: &str) -> String {
        match self {
            Source::Flag(name) | Source::Variable(name) => format!("`{name}`"),
            Source::Profile(_) => format!("the profile's `{setting}`"),
            Source::Config(place) => format!("`{setting}` in `{place}`"),
            Source::Default => format!("the default of `{setting}`"),
        }
    }
}

/// As `bedr config` shows it.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Flag(name) | Source::Variable(name) => f.write_str(name),
            Source::Profile(name) => write!(f, "profile {name} in {}", aws_config_file()),
            Source::Config(place) => f.write_str(place),
            Source::Default => f.write_str("default"),
        }
    }
}

/// How the file is called in which profiles stand.
pub fn aws_config_file() -> String {
    let named = std::env::var("AWS_CONFIG_FILE").ok().filter(|path| !path.trim().is_empty());
    named.unwrap_or_else(|| "~/.aws/config".to_owned())
}
