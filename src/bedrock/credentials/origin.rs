//! Where the credentials will come from, read from environment and profiles before anybody is asked

use std::env;
use std::path::Path;

use aws_config::profile::ProfileSet;

use super::super::profile::{Profile, set};
use super::super::settings::checked_url;
use super::is_by_flag;
use crate::error::{Error, Kind};

/// Where the credentials will come from, in the order of the SDK's chain.
#[derive(Clone, Debug)]
pub enum Origin {
    /// `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
    Environment,
    Profile(Chain),
    /// `AWS_WEB_IDENTITY_TOKEN_FILE`.
    WebIdentity {
        file: String,
    },
    /// `AWS_CONTAINER_CREDENTIALS_FULL_URI` or `…_RELATIVE_URI`.
    Container,
    /// Nobody else is left: the instance metadata service. With the profile that had nothing to say.
    Machine {
        profile: String,
        by_flag: bool,
    },
}

/// How a profile gets its credentials: from a base, then from role to role.
#[derive(Clone, Debug)]
pub struct Chain {
    /// The profile that was chosen.
    pub profile: String,
    /// The profile at the beginning, which is the same where no role is assumed.
    pub base: String,
    pub means: Means,
    /// The role that the calls are made with, if one is assumed.
    pub role: Option<String>,
    pub by_flag: bool,
}

/// How the first profile of a chain gets its credentials.
#[derive(Clone, Debug)]
pub enum Means {
    Keys,
    Sso,
    Login,
    Process,
    WebIdentity {
        file: String,
    },
    /// `credential_source`: Environment, Ec2InstanceMetadata or EcsContainer.
    Source(String),
    /// Nothing that the SDK knows; it will say so.
    Nothing,
}

impl Origin {
    /// Looks where the SDK will look.
    pub fn find(profile: &Profile) -> Result<Origin, Error> {
        let origin = Self::look(profile)?;
        origin.asks().into_iter().try_for_each(check_endpoint)?;
        Ok(origin)
    }

    fn look(profile: &Profile) -> Result<Origin, Error> {
        let by_flag = is_by_flag(profile.chosen());
        if !by_flag && has_keys()? {
            return Ok(Origin::Environment);
        }
        if let Some(chain) = of_profile(profile.files(), profile.name(), by_flag)? {
            return Ok(Origin::Profile(chain));
        }
        let web_identity = set("AWS_WEB_IDENTITY_TOKEN_FILE").filter(|_| set("AWS_ROLE_ARN").is_some());
        if let Some(file) = web_identity.filter(|_| !by_flag) {
            return Ok(Origin::WebIdentity { file });
        }
        let container = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];
        if container.into_iter().any(|name| set(name).is_some()) {
            return Ok(Origin::Container);
        }
        Ok(Origin::Machine { profile: profile.name().to_owned(), by_flag })
    }

    /// The file with the token of a web identity.
    pub fn token_file(&self) -> Option<&Path> {
        match self {
            Origin::WebIdentity { file } | Origin::Profile(Chain { means: Means::WebIdentity { file }, .. }) => {
                Some(Path::new(file))
            }
            _ => None,
        }
    }

    /// Who gives them, in words.
    pub fn name(&self) -> String {
        let of_profile = |chain: &Chain| {
            let means = match &chain.means {
                Means::Keys => "keys".to_owned(),
                Means::Sso => "SSO login".to_owned(),
                Means::Login => "login session".to_owned(),
                Means::Process => "credential_process".to_owned(),
                Means::WebIdentity { .. } => "web identity".to_owned(),
                Means::Source(source) => source.clone(),
                Means::Nothing => "nothing".to_owned(),
            };
            let role = chain.role.as_ref().map(|role| format!(", then role {role}")).unwrap_or_default();
            format!("{means} of profile `{}`{role}", chain.base)
        };
        match self {
            Origin::Environment => "the environment".to_owned(),
            Origin::Profile(chain) => of_profile(chain),
            Origin::WebIdentity { .. } => "web identity".to_owned(),
            Origin::Container => "the container's endpoint".to_owned(),
            Origin::Machine { .. } => "instance metadata".to_owned(),
        }
    }

    /// The services that give out these credentials, as variables spell them.
    fn asks(&self) -> Vec<&'static str> {
        let Origin::Profile(Chain { means, role, .. }) = self else {
            return if matches!(self, Origin::WebIdentity { .. }) { vec!["STS"] } else { Vec::new() };
        };
        let mut services = match means {
            Means::Sso => vec!["SSO", "SSO_OIDC"],
            Means::Login => vec!["SIGNIN"],
            Means::WebIdentity { .. } => vec!["STS"],
            _ => Vec::new(),
        };
        services.extend(role.as_ref().map(|_| "STS"));
        services
    }
}

/// The SDK panics at an endpoint that is set to nothing, and cannot be told to take it as unset.
fn check_endpoint(service: &str) -> Result<(), Error> {
    let own = format!("AWS_ENDPOINT_URL_{service}");
    let mut names = [own.as_str(), "AWS_ENDPOINT_URL"].into_iter();
    let Some((name, url)) = names.find_map(|name| Some((name, env::var(name).ok()?))) else {
        return Ok(());
    };
    if url.trim().is_empty() {
        let message = format!("`{name}` is set to nothing, so that {service} cannot be asked for credentials");
        return Err(Error::usage(message).hint(format!("`unset {name}`")));
    }
    checked_url(&url, &format!("`{name}`")).map(drop)
}

/// Half a pair is an error, as in the AWS CLI: the SDK would go on to the profile, and call another account.
fn has_keys() -> Result<bool, Error> {
    if set("AWS_ACCESS_KEY_ID").is_none() {
        return Ok(false);
    }
    // The second name is the SDK's.
    if set("AWS_SECRET_ACCESS_KEY").or_else(|| set("SECRET_ACCESS_KEY")).is_none() {
        return Err(Error::new(Kind::Credentials, "`AWS_ACCESS_KEY_ID` is set, but `AWS_SECRET_ACCESS_KEY` is not")
            .hint("set both, or `unset AWS_ACCESS_KEY_ID` to use a profile"));
    }
    Ok(true)
}

/// Follows `source_profile` as the SDK does; `None` where the profile holds nothing about credentials.
fn of_profile(files: &ProfileSet, chosen: &str, by_flag: bool) -> Result<Option<Chain>, Error> {
    let mut chain =
        Chain { profile: chosen.to_owned(), base: chosen.to_owned(), means: Means::Nothing, role: None, by_flag };
    let mut seen = Vec::new();
    while let Some(profile) = files.get_profile(&chain.base) {
        let get = |key| profile.get(key).map(str::to_owned);
        seen.push(chain.base.clone());
        // Behind the first profile, keys come before a role.
        if seen.len() > 1 && get("aws_access_key_id").is_some() {
            chain.means = Means::Keys;
            break;
        }
        let Some(role) = get("role_arn").filter(|_| get("web_identity_token_file").is_none()) else {
            chain.means = means(&get);
            break;
        };
        if get("mfa_serial").is_some() {
            return Err(wants_a_code(&chain, &role));
        }
        chain.role.get_or_insert(role);
        match get("source_profile") {
            Some(next) if !seen.contains(&next) => chain.base = next,
            // It refers to itself, or to a `credential_source`.
            _ => {
                chain.means = means(&get);
                break;
            }
        }
    }
    let is_empty = chain.role.is_none() && matches!(chain.means, Means::Nothing);
    Ok((!is_empty).then_some(chain))
}

/// In the SDK's order.
fn means(get: &dyn Fn(&'static str) -> Option<String>) -> Means {
    let sso = ["sso_session", "sso_start_url", "sso_account_id", "sso_role_name", "sso_region"];
    if let Some(source) = get("credential_source") {
        Means::Source(source)
    } else if let (Some(_), Some(file)) = (get("role_arn"), get("web_identity_token_file")) {
        Means::WebIdentity { file }
    } else if sso.into_iter().any(|key| get(key).is_some()) {
        Means::Sso
    } else if get("login_session").is_some() {
        Means::Login
    } else if get("credential_process").is_some() {
        Means::Process
    } else if get("aws_access_key_id").is_some() {
        Means::Keys
    } else {
        Means::Nothing
    }
}

/// The SDK would leave the code out, and STS would say "access denied".
fn wants_a_code(chain: &Chain, role: &str) -> Error {
    let Chain { profile, base, by_flag, .. } = chain;
    let whose = if base == profile { String::new() } else { format!(" (by its source profile `{base}`)") };
    let message =
        format!("profile `{profile}` assumes `{role}` with an MFA code{whose}, and `bedr` does not ask for codes");
    let export = export_command(profile);
    let then = if *by_flag { ", then leave `--profile` out" } else { "" };
    Error::new(Kind::Credentials, message).hint(format!(
        "get credentials for the session first: `{export}`, which asks for the code{then}; or `aws sts get-session-token \
         --serial-number … --token-code …`"
    ))
}

/// What puts a profile's credentials into the environment, where every call finds them.
pub(super) fn export_command(profile: &str) -> String {
    format!("eval \"$(aws configure export-credentials{} --format env)\"", profile_flag(profile))
}

/// ` --profile x`, or nothing for the profile that needs no flag.
pub(super) fn profile_flag(profile: &str) -> String {
    match shlex::try_quote(profile) {
        Ok(quoted) if profile != "default" => format!(" --profile {quoted}"),
        _ => String::new(),
    }
}
