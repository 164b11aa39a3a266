//! Who calls: the SDK's chain, the profile of the command line, or a bearer token

use std::time::Duration;

use aws_config::Region;
use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::imds;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, SharedCredentialsProvider, future};

use super::connector::Connector;
use super::profile::set;
use super::settings::Variant;
use crate::error::{Error, Kind};
use crate::source::{Said, Source};

/// Off AWS nobody answers at the metadata service's address; one second tells.
const IMDS_TIMEOUT: Duration = Duration::from_secs(1);

/// The API key in the environment. Empty it counts as unset, where the SDK would send `Bearer `.
pub fn bearer_token() -> Result<Option<String>, Error> {
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

/// The provider for signatures. It asks nobody before a request is signed.
///
/// `--profile` means that profile and nothing else: the SDK's chain would ask the environment first, and call another
/// account. A profile that was named elsewhere has its place in that chain.
pub async fn provider(
    profile: Option<&Said>,
    region: &str,
    variant: &Variant,
    connector: Connector,
) -> SharedCredentialsProvider {
    let config = ProviderConfig::without_region()
        .with_region(Some(Region::new(region.to_owned())))
        .with_use_fips(Some(variant.fips.value))
        .with_use_dual_stack(Some(variant.dual_stack.value))
        .with_http_client(connector);
    if let Some(Said { value: profile, source: Source::Flag(_) }) = profile {
        let provider = ProfileFileCredentialsProvider::builder().configure(&config).profile_name(profile);
        return SharedCredentialsProvider::new(Checked(provider.build()));
    }
    let imds = imds::Client::builder()
        .configure(&config)
        .connect_timeout(IMDS_TIMEOUT)
        .read_timeout(IMDS_TIMEOUT)
        .max_attempts(1)
        .build();
    let mut chain =
        DefaultCredentialsChain::builder().imds_client(imds).region(Region::new(region.to_owned())).configure(config);
    if let Some(profile) = profile {
        chain = chain.profile_name(&profile.value);
    }
    SharedCredentialsProvider::new(Checked(chain.build().await))
}

/// A provider whose keys can be sent: the SDK panics at a line break in a key, which Windows' editors leave behind.
#[derive(Debug)]
struct Checked<P>(P);

impl<P: ProvideCredentials> ProvideCredentials for Checked<P> {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async { self.0.provide_credentials().await.and_then(check) })
    }
}

fn check(keys: Credentials) -> provider::Result {
    let token = keys.session_token().unwrap_or_default();
    if is_header_text(keys.access_key_id()) && is_header_text(token) {
        return Ok(keys);
    }
    let why = "the access key id or the session token holds a line break or a space";
    Err(CredentialsError::invalid_configuration(why))
}

/// Whether a value can stand in a header.
fn is_header_text(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_graphic())
}
