//! The profile in `~/.aws/config` and `~/.aws/credentials`, and the settings that are looked for there last

use std::collections::HashMap;
use std::env::{self, VarError};
use std::path::PathBuf;

use aws_config::profile::ProfileSet;
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_types::os_shim_internal::{Env, Fs};

use super::settings::Wanted;
use crate::aws_files;
use crate::error::{Error, Kind};
use crate::source::{Said, Source, aws_config_file};

/// The profiles, with the one that was chosen by `--profile`, `AWS_PROFILE` or bedr's configuration.
pub struct Profile {
    files: ProfileSet,
    texts: Texts,
    name: Option<Said>,
}

impl Profile {
    /// Reads the files. A profile that was named and is not there is an error, as in the AWS CLI: it may mean another
    /// account.
    pub async fn load(wanted: &Wanted) -> Result<Self, Error> {
        check_variables()?;
        let name = chosen(wanted);
        // Said even where it is the default: the SDK takes an empty `AWS_PROFILE` for a name.
        let value = name.as_ref().map_or_else(|| "default".to_owned(), |name| name.value.clone());
        let (texts, held, named) = Texts::read()?;
        let files = aws_config::profile::load(&held, &Env::real(), &named, Some(value.into())).await;
        let files = files.map_err(|error| {
            let mut causes = super::transport::chain(&error).map(ToString::to_string).skip(1);
            let failed = Error::new(Kind::Credentials, "the AWS configuration files cannot be read");
            let failed = failed.caused_by(causes.next().unwrap_or_else(|| error.to_string()));
            failed.hint("see `~/.aws/config` and `~/.aws/credentials`")
        })?;
        match name {
            Some(name) if name.value != "default" && files.get_profile(&name.value).is_none() => Err(not_there(&name)),
            name => Ok(Profile { files, texts, name }),
        }
    }

    /// The profile that was chosen, by whoever; `None` where nobody did.
    pub fn chosen(&self) -> Option<&Said> {
        self.name.as_ref()
    }

    /// The profile that is in force, chosen or not.
    pub fn name(&self) -> &str {
        self.files.selected_profile()
    }

    /// The text of both files, so that nobody reads them again.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// All profiles.
    pub fn files(&self) -> &ProfileSet {
        &self.files
    }

    /// The region: `--region`, `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's, the configuration's. It becomes part of
    /// a host name.
    pub fn region(&self, wanted: &Wanted) -> Result<Option<Said>, Error> {
        let flag = wanted.region.clone().map(|region| Said::new(region, Source::Flag("--region")));
        let region = flag
            .or_else(|| variable("AWS_REGION"))
            .or_else(|| variable("AWS_DEFAULT_REGION"))
            .or_else(|| self.setting("region"))
            .or_else(|| wanted.configured_region.clone());
        region.map(checked_region).transpose()
    }

    /// How often a call is tried: `--max-attempts`, `AWS_MAX_ATTEMPTS`, the profile's `max_attempts`, else three.
    pub fn max_attempts(&self, flag: Option<u32>) -> Result<Said<u32>, Error> {
        if let Some(attempts) = flag {
            return Ok(Said::new(attempts, Source::Flag("--max-attempts")));
        }
        let Some(Said { value, source }) = variable("AWS_MAX_ATTEMPTS").or_else(|| self.setting("max_attempts")) else {
            return Ok(Said::default_of(DEFAULT_ATTEMPTS));
        };
        match value.trim().parse() {
            Ok(attempts) if attempts > 0 => Ok(Said::new(attempts, source)),
            _ => {
                let message = format!("{} is no number of tries: `{value}`", source.naming("max_attempts"));
                Err(Error::usage(message).hint("it is a whole number, 1 or more"))
            }
        }
    }

    /// The authorities to trust instead of the system's: `--ca-bundle`, `AWS_CA_BUNDLE`, the profile's `ca_bundle`.
    pub fn ca_bundle(&self, flag: Option<&PathBuf>) -> Option<Said<PathBuf>> {
        let flag = flag.map(|path| Said::new(path.clone(), Source::Flag("--ca-bundle")));
        let profile = || self.setting("ca_bundle").map(|said| Said::new(said.value.into(), said.source));
        flag.or_else(|| path("AWS_CA_BUNDLE")).or_else(profile)
    }

    /// The endpoints that meet FIPS 140: `--fips`, `AWS_USE_FIPS_ENDPOINT`, the profile's, else not.
    pub fn fips(&self, flag: bool) -> Result<Said<bool>, Error> {
        self.switch(flag.then_some("--fips"), "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
    }

    /// The endpoints that have IPv6 addresses too: `--dual-stack`, `AWS_USE_DUALSTACK_ENDPOINT`, the profile's, else not.
    pub fn dual_stack(&self, flag: bool) -> Result<Said<bool>, Error> {
        self.switch(flag.then_some("--dual-stack"), "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
    }

    /// The SDK takes a value that it does not understand for `false`: a compliance rule broken in silence.
    fn switch(&self, flag: Option<&'static str>, name: &'static str, key: &str) -> Result<Said<bool>, Error> {
        if let Some(flag) = flag {
            return Ok(Said::new(true, Source::Flag(flag)));
        }
        let Some(Said { value, source }) = variable(name).or_else(|| self.setting(key)) else {
            return Ok(Said::default_of(false));
        };
        match value.trim().to_ascii_lowercase().parse() {
            Ok(value) => Ok(Said::new(value, source)),
            Err(_) => Err(Error::usage(format!("{} is neither `true` nor `false`: `{value}`", source.naming(key)))),
        }
    }

    /// The metadata service of the profile, which no proxy stands before.
    pub fn metadata_service(&self) -> Option<String> {
        self.setting("ec2_metadata_service_endpoint").map(|said| said.value)
    }

    /// A whole number above 0 in a variable, else in the profile, else 1.
    pub fn number(&self, name: &'static str, key: &str) -> Result<u32, Error> {
        let Some(Said { value, source }) = variable(name).or_else(|| self.setting(key)) else {
            return Ok(1);
        };
        value.trim().parse().ok().filter(|number| *number > 0).ok_or_else(|| {
            let message = format!("{} is no number above 0: `{value}`", source.naming(key));
            Error::usage(message).hint("it is a whole number, 1 unless it is set")
        })
    }

    fn setting(&self, key: &str) -> Option<Said> {
        self.files.get(key).map(|value| Said::new(value.to_owned(), self.source()))
    }

    /// Where its settings stand.
    pub fn source(&self) -> Source {
        Source::Profile(self.files.selected_profile().to_owned())
    }
}

/// The configuration's and the credentials' text.
#[derive(Clone)]
pub struct Texts([String; 2]);

const KINDS: [EnvConfigFileKind; 2] = [EnvConfigFileKind::Config, EnvConfigFileKind::Credentials];

impl Texts {
    /// Reads them, and gives them under the names of the files too, which errors of the parser tell.
    fn read() -> Result<(Self, Fs, EnvConfigFiles), Error> {
        let (mut named, mut held, mut texts) = (EnvConfigFiles::builder(), HashMap::new(), Self(Default::default()));
        for ((kind, file), text) in KINDS.into_iter().zip(aws_files::located()).zip(&mut texts.0) {
            *text = aws_files::read(&file)?.unwrap_or_default();
            held.insert(file.value.clone().into_os_string(), text.clone().into_bytes());
            named = named.with_file(kind, file.value);
        }
        Ok((texts, Fs::from_raw_map(held), named.build()))
    }

    /// As the SDK takes them.
    pub fn files(&self) -> EnvConfigFiles {
        self.with_credentials("")
    }

    /// The same with more at the end of the credentials.
    pub fn with_credentials(&self, more: &str) -> EnvConfigFiles {
        let [config, credentials] = &self.0;
        let files = EnvConfigFiles::builder().with_contents(KINDS[0], config);
        files.with_contents(KINDS[1], format!("{credentials}{more}")).build()
    }
}

/// The profile's name: `--profile`, `AWS_PROFILE`, the configuration's.
fn chosen(wanted: &Wanted) -> Option<Said> {
    let flag = wanted.profile.clone().map(|name| Said::new(name, Source::Flag("--profile")));
    flag.or_else(|| variable("AWS_PROFILE")).or_else(|| wanted.configured_profile.clone())
}

fn not_there(name: &Said) -> Error {
    let mut message = format!("there is no profile `{}` in `{}`", name.value, aws_config_file());
    if let Source::Config(_) = name.source {
        message.push_str(&format!(", which {} names", name.source.naming("profile")));
    }
    Error::new(Kind::Credentials, message).hint("`aws configure list-profiles` shows the profiles that there are")
}

/// A region that can stand in a host's name, or an error that names who said it.
pub fn checked_region(region: Said) -> Result<Said, Error> {
    if region.value.eq_ignore_ascii_case("all") {
        return Err(Error::usage(format!("{} names one region, not all", region.source.naming("region")))
            .hint("`bedr models list --region all` asks all of them"));
    }
    if is_region_name(&region.value) {
        return Ok(region);
    }
    let Said { value, source } = region;
    Err(Error::usage(format!("{} is no region: `{value}`", source.naming("region")))
        .hint("a region is named like `us-east-1` or `eu-central-1`"))
}

/// Whether it can be a region's name, known or not.
pub fn is_region_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

pub const DEFAULT_ATTEMPTS: u32 = 3;

/// An environment variable; one that is empty counts as unset.
pub fn set(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// Those that decide who calls, and where to. One that is no text would count as unset, here and in the SDK, and somebody else
/// would call.
const DECIDING: [&str; 22] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_BEARER_TOKEN_BEDROCK",
    "AWS_CONFIG_FILE",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_BEDROCK",
    "AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
    "AWS_PROFILE",
    "AWS_REGION",
    "AWS_ROLE_ARN",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "SECRET_ACCESS_KEY",
    "SESSION_TOKEN",
];

fn check_variables() -> Result<(), Error> {
    match DECIDING.into_iter().find(|name| matches!(env::var(name), Err(VarError::NotUnicode(_)))) {
        None => Ok(()),
        Some(name) => Err(Error::new(Kind::Credentials, format!("`{name}` is not UTF-8"))
            .hint(format!("set it again, or `unset {name}`"))),
    }
}

/// A file that an environment variable names.
pub fn path(name: &'static str) -> Option<Said<PathBuf>> {
    let path = env::var_os(name).filter(|value| !value.is_empty())?;
    Some(Said::new(path.into(), Source::Variable(name)))
}

pub fn variable(name: &'static str) -> Option<Said> {
    set(name).map(|value| Said::new(value, Source::Variable(name)))
}

pub fn no_region() -> Error {
    Error::new(Kind::Credentials, "no AWS region is set").hint(
        "say `--region us-east-1`, or `export AWS_REGION=us-east-1`, or write `region = us-east-1` into the profile in \
         `~/.aws/config`",
    )
}
