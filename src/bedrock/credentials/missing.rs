//! No credentials: who was asked, what went wrong, and the command that helps

use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::result::ConnectorError;

use super::super::profile::set;
use super::super::transport::{TransportError, chain};
use super::super::unreached::{self, Limits};
use super::origin::{Chain, Means, Origin, export_command, profile_flag};
use super::said::{Cause, is_of_configuration, is_of_file, is_of_role, last, plain, refusal, refused, says};
use crate::error::{Error, Kind};

const LATER: &str = "try again in a while; is there a proxy that answers instead?";

/// What a provider's error means, and what to do about it.
pub fn explain(error: &CredentialsError, origin: &Origin, limits: Limits) -> Error {
    // A proxy or a setting that stands in the way says all of it.
    if let Some(error) = chain(error).find_map(|cause| cause.downcast_ref::<Error>()) {
        return error.clone();
    }
    // Off AWS nobody listens where instance metadata would be; that is no fault of the network.
    let is_of_imds = matches!(origin, Origin::Machine { .. }) || says(error, "IMDS");
    if !is_of_imds && chain(error).any(|cause| cause.is::<ConnectorError>()) {
        return unreachable(error, origin, limits);
    }
    match origin {
        Origin::Machine { profile, by_flag } => of_machine(error, profile, *by_flag),
        Origin::Profile(profile) if is_of_role(error) => of_role(error, profile),
        Origin::Profile(profile) => of_means(error, profile),
        Origin::WebIdentity { file } => web_identity(error, file),
        Origin::Container => of_container(error),
        Origin::Environment => plain("the AWS credentials in the environment cannot be used", error),
    }
}

/// The limit has passed.
pub fn too_late(origin: &Origin, limit: Duration) -> Error {
    let message = format!("{} gave no credentials within {} s", asked(origin), limit.as_secs_f64());
    let hint = match origin {
        Origin::Profile(Chain { profile, .. }) => {
            format!("get them once, before the call: `{}`", export_command(profile))
        }
        Origin::Container => "is its address right? `--read-timeout` raises the limit, up to 10 s".into(),
        _ => "check the network".into(),
    };
    Error::new(Kind::Network, message).hint(hint)
}

/// Who was asked.
fn asked(origin: &Origin) -> String {
    match origin {
        Origin::Environment => "the environment".into(),
        Origin::Profile(Chain { base, means: Means::Process, .. }) => {
            format!("the `credential_process` of profile `{base}`")
        }
        Origin::Profile(Chain { profile, .. }) => format!("profile `{profile}`"),
        Origin::WebIdentity { .. } => "STS, asked with `AWS_WEB_IDENTITY_TOKEN_FILE`,".into(),
        Origin::Container => "the container's credentials endpoint".into(),
        Origin::Machine { .. } => "the instance metadata service".into(),
    }
}

/// Nobody else was left to ask.
fn of_machine(error: &Cause, profile: &str, by_flag: bool) -> Error {
    let environment = if by_flag { "" } else { "the environment or " };
    let message = format!("no AWS credentials were found: none in {environment}profile `{profile}`, and");
    if is_answered(error) {
        let mut error = of_imds(error, &message);
        let flag = profile_flag(profile);
        let hint = error.hint.take().unwrap_or_default();
        return error.hint(format!("{hint} off AWS, log in: `aws sso login{flag}` or `aws login{flag}`"));
    }
    let flag = profile_flag(profile);
    let error = Error::new(Kind::Credentials, format!("{message} {}", what_imds_says(error)));
    if let Some((is_set, is_missing)) = half_said().filter(|_| !by_flag) {
        return error
            .caused_by(format!("`{is_set}` is set, but `{is_missing}` is not"))
            .hint(format!("set `{is_missing}` too, or `unset {is_set}`"));
    }
    error.hint(format!(
        "log in (`aws sso login{flag}`, `aws login{flag}`), set `AWS_PROFILE`, or set `AWS_ACCESS_KEY_ID` and \
         `AWS_SECRET_ACCESS_KEY`, or an API key in `AWS_BEARER_TOKEN_BEDROCK`; to try without an account: `--sandbox`"
    ))
}

/// Variables that mean nothing without each other. The first is set, and the second is not.
fn half_said() -> Option<(&'static str, &'static str)> {
    let pairs = [
        ("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"),
        ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
        ("AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID"),
    ];
    pairs.into_iter().find(|(is_set, is_missing)| set(is_set).is_some() && set(is_missing).is_none())
}

/// The network's fault, not the credentials'.
fn unreachable(error: &Cause, origin: &Origin, limits: Limits) -> Error {
    let message = format!("{} gave no credentials: the service that has them cannot be reached", asked(origin));
    let mut unreachable = Error::new(Kind::Network, message);
    unreachable.retryable = true;
    unreachable =
        unreachable.hint("check the network; STS, SSO, the sign-in service and Bedrock have hosts of their own");
    match chain(error).find_map(|cause| cause.downcast_ref::<TransportError>()) {
        Some(why) => unreached::because(unreachable, why, limits),
        // The SDK's guard against stalled streams speaks of a throughput.
        None => unreachable.caused_by("no reply came"),
    }
}

fn of_role(error: &Cause, profile: &Chain) -> Error {
    let role = profile.role.as_deref().unwrap_or_default();
    let error = refused(format!("profile `{}` cannot assume `{role}`", profile.profile), error);
    let hint = match error.kind {
        Kind::Throttled => throttled(profile),
        Kind::Denied => "the role's trust policy and the caller's own policy must both allow `sts:AssumeRole`; are \
                         `external_id` and `source_profile` right?"
            .into(),
        Kind::Service => LATER.into(),
        _ => renewal_of(profile),
    };
    error.hint(hint)
}

/// Many calls at once, each of which asks STS.
fn throttled(profile: &Chain) -> String {
    let then = if profile.by_flag { ", then leave `--profile` out" } else { "" };
    format!("get the credentials once for all calls: `{}`{then}", export_command(&profile.profile))
}

fn of_means(error: &Cause, profile: &Chain) -> Error {
    let base = &profile.base;
    match &profile.means {
        Means::Sso => of_sso(error, profile),
        Means::Login => of_login(error, profile),
        Means::WebIdentity { file } => web_identity(error, file),
        Means::Source(source) if source.eq_ignore_ascii_case("Ec2InstanceMetadata") => {
            of_imds(error, &format!("profile `{base}` has no credentials:"))
        }
        Means::Source(source) if source.eq_ignore_ascii_case("EcsContainer") => of_container(error),
        Means::Source(source) if source.eq_ignore_ascii_case("Environment") => {
            let message = format!("profile `{base}` takes its credentials from the environment, which has none");
            Error::new(Kind::Credentials, message).hint("set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`")
        }
        _ => plain(&format!("profile `{base}` gives no credentials"), error).hint(format!(
            "check it in `~/.aws/config`; `aws sts get-caller-identity{}` tells more",
            profile_flag(base)
        )),
    }
}

fn of_sso(error: &Cause, profile: &Chain) -> Error {
    let base = &profile.base;
    if is_of_configuration(error) {
        return plain(&format!("the SSO settings of profile `{base}` cannot be used"), error)
            .hint("`aws configure sso` writes them anew");
    }
    let code = refusal(error).and_then(|refusal| refusal.code);
    if says(error, "SSO token has expired") || code.as_deref() == Some("UnauthorizedException") {
        return expired("SSO login", profile);
    }
    if says(error, "cached SSO token") || is_of_file(error) {
        return not_logged_in(profile);
    }
    let error = refused(format!("SSO gave profile `{base}` no credentials"), error);
    let hint = match error.kind {
        Kind::Denied => {
            "is its `sso_role_name` in its `sso_account_id` assigned to you? `aws configure sso` shows what is".into()
        }
        Kind::Throttled => throttled(profile),
        Kind::Service => LATER.into(),
        _ => renewal_of(profile),
    };
    error.hint(hint)
}

fn of_login(error: &Cause, profile: &Chain) -> Error {
    let base = &profile.base;
    if is_of_file(error) {
        return not_logged_in(profile);
    }
    if says(error, "insufficient permissions") {
        let error = refused(format!("the login session of profile `{base}` cannot be renewed"), error);
        return error.hint("the policy needs `signin:CreateOAuth2Token`");
    }
    let refusal = refusal(error);
    if refusal.as_ref().is_some_and(|refusal| matches!(refusal.kind(), Kind::Throttled | Kind::Service)) {
        let error = refused(format!("the login session of profile `{base}` cannot be renewed"), error);
        let is_throttled = error.kind == Kind::Throttled;
        return error.hint(if is_throttled { throttled(profile) } else { LATER.into() });
    }
    if refusal.is_some() || says(error, "token is expired") {
        return expired("login session", profile);
    }
    plain(&format!("the login session of profile `{base}` cannot be used"), error).hint(renewal_of(profile))
}

fn not_logged_in(profile: &Chain) -> Error {
    Error::new(Kind::Credentials, format!("profile `{}` is not logged in", profile.base)).hint(renewal_of(profile))
}

fn expired(what: &str, profile: &Chain) -> Error {
    Error::new(Kind::Credentials, format!("the {what} of profile `{}` has expired", profile.base))
        .hint(renewal_of(profile))
}

fn web_identity(error: &Cause, file: &str) -> Error {
    if is_of_file(error) {
        return plain(&format!("the web identity token in `{file}` cannot be read"), error)
            .hint("`AWS_WEB_IDENTITY_TOKEN_FILE` or the profile names it: does the job write it before this step?");
    }
    let error = refused(format!("STS does not take the web identity token in `{file}`"), error);
    let hint = match error.kind {
        Kind::Throttled | Kind::Service => LATER,
        Kind::Denied => "the role's trust policy must name the token's issuer, audience and subject",
        _ => {
            "the token lasts some minutes: let the job write a new one, and check the audience and the role's trust policy"
        }
    };
    error.hint(hint)
}

fn of_container(error: &Cause) -> Error {
    plain("the container's credentials endpoint gave no credentials", error).hint(
        "does the task or pod have a role? off AWS, `unset AWS_CONTAINER_CREDENTIALS_FULL_URI \
         AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`",
    )
}

fn of_imds(error: &Cause, consequence: &str) -> Error {
    Error::new(Kind::Credentials, format!("{consequence} {}", what_imds_says(error)))
        .hint("does this instance have a role (an instance profile)? in a container, is the hop limit 2 or more?")
}

/// Whether there is a metadata service at all.
fn is_answered(error: &Cause) -> bool {
    let nobody = chain(error).any(|cause| cause.is::<ConnectorError>()) || says(error, "timed out");
    !nobody && !says(error, "IMDS disabled")
}

fn what_imds_says(error: &Cause) -> String {
    if says(error, "IMDS disabled") {
        return "the instance metadata service is switched off (`AWS_EC2_METADATA_DISABLED`)".into();
    }
    if !is_answered(error) {
        return "no instance metadata service answers".into();
    }
    if says(error, "received 404 from IMDS") {
        return "the instance metadata service knows no role".into();
    }
    // The SDK shows the whole reply; its status says enough.
    let reply = chain(error).map(ToString::to_string).find(|text| text.starts_with("error response from IMDS"));
    let status = |text: String| text.chars().skip_while(|letter| !letter.is_ascii_digit()).take(3).collect::<String>();
    match reply.map(status) {
        Some(status) => format!("the instance metadata service answers HTTP {status}"),
        None => format!("the instance metadata service fails: {}", last(error)),
    }
}

impl Origin {
    /// How to get new credentials when the ones at hand have expired.
    pub fn renewal(&self) -> String {
        match self {
            Origin::Environment => {
                let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
                let names: Vec<String> =
                    names.into_iter().filter(|name| set(name).is_some()).map(|name| format!("`{name}`")).collect();
                let keys = format!("the keys in the environment ({}) have expired", names.join(", "));
                format!("{keys}: set new ones, or unset them to use a profile")
            }
            Origin::Profile(profile) => renewal_of(profile),
            Origin::WebIdentity { .. } => "let the job write a new web identity token".into(),
            Origin::Container | Origin::Machine { .. } => "run it again; is this machine's clock right?".into(),
        }
    }
}

fn renewal_of(profile: &Chain) -> String {
    let flag = profile_flag(&profile.base);
    match &profile.means {
        Means::Sso => format!("log in: `aws sso login{flag}`"),
        Means::Login => format!("log in: `aws login{flag}`"),
        Means::Process => "its `credential_process` gave keys that have expired: run its command by hand".into(),
        Means::WebIdentity { .. } => "let the job write a new web identity token".into(),
        _ => format!("write new keys into profile `{}` in `~/.aws/credentials`", profile.base),
    }
}
