//! The profile in `~/.aws/config` and `~/.aws/credentials`, and the settings that are looked for there last

use std::env;

use aws_config::profile::ProfileSet;
use aws_runtime::env_config::file::EnvConfigFiles;
use aws_types::os_shim_internal::{Env, Fs};

use crate::error::{Error, Kind};

/// The profiles, with the one that was chosen by `--profile` or `AWS_PROFILE`.
pub struct Profile(ProfileSet);

impl Profile {
    /// Reads the files. A profile that was named and is not there is an error, as in the AWS CLI: it may mean another
    /// account.
    pub async fn load(flag: Option<&str>) -> Result<Self, Error> {
        let name = flag.map(str::to_owned).or_else(|| set("AWS_PROFILE"));
        let chosen = name.clone().map(Into::into);
        let profiles = aws_config::profile::load(&Fs::real(), &Env::real(), &EnvConfigFiles::default(), chosen).await;
        let profiles = profiles.map_err(|error| {
            let mut causes = super::connector::chain(&error).map(ToString::to_string).skip(1);
            let failed = Error::new(Kind::Credentials, "the AWS configuration files cannot be read");
            let failed = failed.caused_by(causes.next().unwrap_or_else(|| error.to_string()));
            failed.hint("see `~/.aws/config` and `~/.aws/credentials`")
        })?;
        match name {
            Some(name) if name != "default" && profiles.get_profile(&name).is_none() => {
                Err(Error::new(Kind::Credentials, format!("there is no profile `{name}` in `~/.aws/config`"))
                    .hint("`aws configure list-profiles` shows the profiles that there are"))
            }
            _ => Ok(Profile(profiles)),
        }
    }

    /// The region: `--region`, `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's. It becomes part of a host name.
    pub fn region(&self, flag: Option<&str>) -> Result<String, Error> {
        let said = |name: &'static str| set(name).map(|value| (format!("`{name}`"), value));
        let (source, region) = flag
            .map(|region| ("`--region`".to_owned(), region.to_owned()))
            .or_else(|| said("AWS_REGION"))
            .or_else(|| said("AWS_DEFAULT_REGION"))
            .or_else(|| self.0.get("region").map(|region| ("the profile's `region`".to_owned(), region.to_owned())))
            .ok_or_else(no_region)?;
        if region.is_empty() || !region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return Err(Error::usage(format!("{source} is no region: `{region}`"))
                .hint("a region is named like `us-east-1` or `eu-central-1`"));
        }
        Ok(region)
    }

    /// How often a call is tried: `--max-attempts`, `AWS_MAX_ATTEMPTS`, the profile's `max_attempts`, else three.
    pub fn max_attempts(&self, flag: Option<u32>) -> Result<u32, Error> {
        if let Some(attempts) = flag {
            return Ok(attempts);
        }
        let named = set("AWS_MAX_ATTEMPTS").map(|value| ("`AWS_MAX_ATTEMPTS`", value));
        let in_profile = || self.0.get("max_attempts").map(|value| ("the profile's `max_attempts`", value.to_owned()));
        let Some((source, value)) = named.or_else(in_profile) else {
            return Ok(DEFAULT_ATTEMPTS);
        };
        let attempts: Option<u32> = value.trim().parse().ok().filter(|attempts| *attempts > 0);
        attempts.ok_or_else(|| {
            Error::usage(format!("{source} is no number of tries: `{value}`")).hint("it is a whole number, 1 or more")
        })
    }
}

pub const DEFAULT_ATTEMPTS: u32 = 3;

/// An environment variable; one that is empty counts as unset.
pub fn set(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

fn no_region() -> Error {
    Error::new(Kind::Credentials, "no AWS region is set").hint(
        "say `--region us-east-1`, or `export AWS_REGION=us-east-1`, or write `region = us-east-1` into the profile in \
         `~/.aws/config`",
    )
}
