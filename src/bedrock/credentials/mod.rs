//! Who calls: an API key, or whoever the environment and the profile name; and why there are no credentials

mod missing;
mod origin;
mod process;
mod said;

use std::time::Duration;

use aws_config::Region;
use aws_config::ecs::EcsCredentialsProvider;
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::identity::{IdentityCache, LazyCacheBuilder};
use aws_config::imds::{self, credentials::ImdsCredentialsProvider};
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::web_identity_token::WebIdentityTokenCredentialsProvider;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use tokio::time::timeout;

use super::connector::Connector;
use super::profile::{Profile, set};
use super::settings::Variant;
use super::unreached::Limits;
use crate::error::{Error, Kind};
use crate::source::{Said, Source};
use crate::waiting::Waiting;

pub use origin::Origin;
use process::Process;
pub use said::refusal;

/// For all of it: a `credential_process` may wait for a finger on a key.
const LIMIT: Duration = Duration::from_secs(60);

/// `--auth`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    Bearer,
    Sigv4,
}

/// The API key to send, if one is to be sent: `--auth` decides, then `--profile`, which beats the variable.
///
/// `AWS_AUTH_SCHEME_PREFERENCE` and a profile's `auth_scheme_preference` do not come into it: in boto3 and in the SDK for
/// Rust, too, an API key in the environment outranks them.
pub fn bearer(auth: Option<Auth>, profile: &Profile) -> Result<Option<String>, Error> {
    match auth {
        Some(Auth::Sigv4) => Ok(None),
        Some(Auth::Bearer) => bearer_token()?.map(Some).ok_or_else(|| {
            Error::new(Kind::Credentials, "`--auth bearer` needs an API key, and `AWS_BEARER_TOKEN_BEDROCK` is not set")
                .hint("`export AWS_BEARER_TOKEN_BEDROCK=` your API key, or leave `--auth bearer` out")
        }),
        None if is_by_flag(profile.chosen()) => Ok(None),
        None => bearer_token(),
    }
}

/// The API key in the environment. Empty it counts as unset, where the SDK would send `Bearer `.
fn bearer_token() -> Result<Option<String>, Error> {
    let Some(token) = set("AWS_BEARER_TOKEN_BEDROCK") else {
        return Ok(None);
    };
    let token = token.trim();
    if !is_header_text(token) {
        return Err(Error::new(Kind::Credentials, "`AWS_BEARER_TOKEN_BEDROCK` holds characters that no API key has")
            .hint("was it copied with a line break in it?"));
    }
    Ok(Some(token.to_owned()))
}

fn is_by_flag(profile: Option<&Said>) -> bool {
    matches!(profile, Some(Said { source: Source::Flag(_), .. }))
}

/// The provider for signatures, and whom it asks. It asks nobody, and refuses nothing, before a request is signed.
pub fn provider(
    profile: &Profile,
    region: &str,
    variant: &Variant,
    connector: Connector,
    limits: Limits,
) -> (SharedCredentialsProvider, Option<Origin>) {
    let timeouts = TimeoutConfig::builder().read_timeout(limits.read).build();
    let config = ProviderConfig::without_region()
        .with_region(Some(Region::new(region.to_owned())))
        .with_use_fips(Some(variant.fips.value))
        .with_use_dual_stack(Some(variant.dual_stack.value))
        .with_timeout_config(timeouts)
        // Ours are, and are said.
        .with_retry_config(RetryConfig::disabled())
        .with_http_client(connector);
    let found =
        Origin::find(profile).and_then(|origin| Ok((of_origin(&origin, profile, &config, limits)?, Some(origin))));
    found.unwrap_or_else(|error| (SharedCredentialsProvider::new(Refused(error)), None))
}

/// The one that the SDK's chain would come to, and no other: the chain goes on where a profile is incomplete, and calls
/// with the credentials of the machine.
fn of_origin(
    origin: &Origin,
    profile: &Profile,
    config: &ProviderConfig,
    limits: Limits,
) -> Result<SharedCredentialsProvider, Error> {
    let origin = origin.clone();
    Ok(match &origin {
        Origin::Environment => asked(EnvironmentVariableCredentialsProvider::new(), origin, limits),
        Origin::Profile(chain) => match Process::of(chain, profile, config) {
            Some(process) => asked(process, origin, limits),
            None => asked(of_profile(profile, config)?, origin, limits),
        },
        Origin::WebIdentity { .. } => {
            asked(WebIdentityTokenCredentialsProvider::builder().configure(config).build(), origin, limits)
        }
        Origin::Container => asked(EcsCredentialsProvider::builder().configure(config).build(), origin, limits),
        Origin::Machine { .. } => asked(of_imds(profile, config)?, origin, limits),
    })
}

fn of_profile(profile: &Profile, config: &ProviderConfig) -> Result<ProfileFileCredentialsProvider, Error> {
    Ok(ProfileFileCredentialsProvider::builder()
        .configure(config)
        .profile_name(profile.name())
        .profile_files(profile.texts().files())
        .with_custom_provider("Ec2InstanceMetadata", of_imds(profile, config)?)
        .build())
}

/// Instance metadata. Off AWS nobody answers at its address; one second tells, as in the AWS CLI, whose settings these
/// are. The limit is for the connection too, which is the connector's business otherwise.
fn of_imds(profile: &Profile, config: &ProviderConfig) -> Result<ImdsCredentialsProvider, Error> {
    let seconds = profile.number("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout")?;
    let limit = Duration::from_secs(seconds.into());
    let client = imds::Client::builder()
        .configure(config)
        .max_attempts(profile.number("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts")?)
        .read_timeout(limit)
        .operation_attempt_timeout(limit)
        .operation_timeout(LIMIT)
        .build();
    Ok(ImdsCredentialsProvider::builder().configure(config).imds_client(client).build())
}

/// The SDK's cache gives a provider six seconds, too few for one that asks a person.
pub fn cache() -> LazyCacheBuilder {
    IdentityCache::lazy().load_timeout(LIMIT * 2)
}

fn asked(provider: impl ProvideCredentials + 'static, origin: Origin, limits: Limits) -> SharedCredentialsProvider {
    SharedCredentialsProvider::new(Asked { provider, origin, limits })
}

/// A provider that says who was asked when there are no credentials, and whose keys can be sent: the SDK panics at a line
/// break in a key, which Windows' editors leave behind.
#[derive(Debug)]
struct Asked<P> {
    provider: P,
    origin: Origin,
    limits: Limits,
}

impl<P: ProvideCredentials> Asked<P> {
    async fn ask(&self) -> Result<Credentials, Error> {
        let _waiting = self.origin.token_file().and_then(Waiting::begin);
        // The SDK's client of containers has limits and retries of its own, which nobody can set.
        let limit = if matches!(self.origin, Origin::Container) { self.limits.read } else { LIMIT };
        match timeout(limit, self.provider.provide_credentials()).await {
            Ok(Ok(keys)) => check(keys),
            Ok(Err(error)) => Err(missing::explain(&error, &self.origin, self.limits)),
            Err(_) => Err(missing::too_late(&self.origin, limit)),
        }
    }
}

impl<P: ProvideCredentials> ProvideCredentials for Asked<P> {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let ask = async { self.ask().await.map_err(CredentialsError::provider_error) };
        future::ProvideCredentials::new(ask)
    }
}

/// What is known to be wrong before anybody is asked.
#[derive(Debug)]
struct Refused(Error);

impl ProvideCredentials for Refused {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err(CredentialsError::invalid_configuration(self.0.clone())))
    }
}

fn check(keys: Credentials) -> Result<Credentials, Error> {
    let token = keys.session_token().unwrap_or_default();
    if is_header_text(keys.access_key_id()) && is_header_text(token) {
        return Ok(keys);
    }
    Err(Error::new(Kind::Credentials, "the access key id or the session token holds a line break or a space")
        .hint("was it copied with one? set `AWS_ACCESS_KEY_ID` or the line in `~/.aws/credentials` again"))
}

/// Whether a value can stand in a header.
fn is_header_text(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_graphic())
}
