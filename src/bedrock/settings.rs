//! From flags, environment and profile to the two SDK clients

use std::time::Duration;

use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::imds;
use aws_config::profile::{ProfileFileCredentialsProvider, ProfileFileRegionProvider};
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::auth::AuthSchemeId;
use aws_types::service_config::ServiceConfigKey;

use crate::error::{Error, Kind};

use super::connector::Connector;

/// What the command line says of the connection. What it does not say comes from the environment and the profile.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub region: Option<String>,
    pub profile: Option<String>,
    pub endpoint_url: Option<String>,
    pub max_attempts: Option<u32>,
    pub connect_timeout: Option<Duration>,
    pub read_timeout: Option<Duration>,
    /// Call this endpoint with these keys and look at nothing else.
    pub sandbox: Option<SandboxAccess>,
}

/// How to reach the sandbox of this process.
#[derive(Clone, Debug)]
pub struct SandboxAccess {
    pub endpoint: String,
    pub region: String,
    pub access_key_id: &'static str,
    pub secret_access_key: &'static str,
}

/// What is in force.
pub struct Settings {
    pub region: String,
    pub max_attempts: u32,
    pub read_timeout: Option<Duration>,
    sdk: SdkConfig,
    endpoint_url: Option<String>,
    /// Sign, whatever bearer token the environment holds.
    sign: bool,
}

pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const SIGV4: AuthSchemeId = AuthSchemeId::new("sigv4");
/// Off AWS nobody answers at the metadata service's address; one second tells.
const IMDS_TIMEOUT: Duration = Duration::from_secs(1);

/// A client of one service crate. The SDK's retries and limits are off: ours are in `call`.
macro_rules! client {
    ($settings:expr, $service:ident, $id:literal) => {{
        let settings: &Settings = $settings;
        let mut config = $service::config::Builder::from(&settings.sdk)
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::disabled())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        if let Some(url) = settings.endpoint($id) {
            config.set_endpoint_url(Some(url));
        }
        if settings.sign {
            config = config.auth_scheme_preference([SIGV4]);
        }
        $service::Client::from_conf(config.build())
    }};
}

impl Settings {
    /// Reads environment and profile. Asks no network: credentials are resolved when a request is signed.
    pub async fn resolve(wanted: Wanted) -> Result<Settings, Error> {
        let connector = Connector::new(wanted.connect_timeout.unwrap_or(CONNECT_TIMEOUT));
        if let Some(sandbox) = &wanted.sandbox {
            return Ok(Self::of_sandbox(sandbox, &wanted, connector));
        }
        let sign = wanted.profile.is_some() || bearer_token().is_none();
        let region = region(&wanted).await?;
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .region(Region::new(region.clone()))
            .http_client(connector.clone())
            .app_name(app_name())
            .credentials_provider(credentials(&wanted, sign, &region, connector).await);
        if let Some(profile) = &wanted.profile {
            loader = loader.profile_name(profile);
        }
        let sdk = loader.load().await;
        Ok(Settings {
            max_attempts: max_attempts(wanted.max_attempts, &sdk),
            region,
            read_timeout: wanted.read_timeout,
            sdk,
            endpoint_url: wanted.endpoint_url,
            sign,
        })
    }

    /// Nothing of the environment reaches the sandbox, and nothing of the account.
    fn of_sandbox(sandbox: &SandboxAccess, wanted: &Wanted, connector: Connector) -> Settings {
        let keys = Credentials::new(sandbox.access_key_id, sandbox.secret_access_key, None, None, "sandbox");
        let sdk = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(sandbox.region.clone()))
            .http_client(connector)
            .app_name(app_name())
            .credentials_provider(SharedCredentialsProvider::new(keys))
            .build();
        Settings {
            max_attempts: max_attempts(wanted.max_attempts, &sdk),
            region: sandbox.region.clone(),
            read_timeout: wanted.read_timeout,
            sdk,
            endpoint_url: Some(sandbox.endpoint.clone()),
            sign: true,
        }
    }

    pub fn runtime_client(&self) -> aws_sdk_bedrockruntime::Client {
        client!(self, aws_sdk_bedrockruntime, "bedrock_runtime")
    }

    /// The endpoint of `--endpoint-url`, the environment or the profile; `None` is the region's.
    ///
    /// The SDK looks for `bedrock-runtime` in a profile's `services`, where AWS's documentation and the AWS CLI have
    /// `bedrock_runtime`; asked with that name it finds both this and the environment variables.
    fn endpoint(&self, service: &str) -> Option<String> {
        let key =
            ServiceConfigKey::builder().service_id(service).env("AWS_ENDPOINT_URL").profile("endpoint_url").build();
        let configured = || self.sdk.service_config()?.load_config(key.ok()?);
        self.endpoint_url.clone().or_else(configured)
    }

    pub fn control_client(&self) -> aws_sdk_bedrock::Client {
        client!(self, aws_sdk_bedrock, "bedrock")
    }
}

/// The user agent says `app/bedr`.
fn app_name() -> AppName {
    AppName::new("bedr").expect("letters are valid in an app name")
}

/// A bearer token that is set; one that is empty counts as unset, where the SDK would send `Bearer `.
fn bearer_token() -> Option<String> {
    std::env::var("AWS_BEARER_TOKEN_BEDROCK").ok().filter(|token| !token.trim().is_empty())
}

async fn region(wanted: &Wanted) -> Result<String, Error> {
    let said = |name: &'static str| {
        let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
        Some((format!("`{name}`"), value))
    };
    let named = wanted
        .region
        .clone()
        .map(|region| ("`--region`".to_owned(), region))
        .or_else(|| said("AWS_REGION"))
        .or_else(|| said("AWS_DEFAULT_REGION"));
    let (source, region) = match named {
        Some(named) => named,
        None => ("the profile's `region`".to_owned(), profile_region(wanted).await.ok_or_else(no_region)?),
    };
    if region.is_empty() || !region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err(Error::usage(format!("{source} is no region: `{region}`"))
            .hint("a region is named like `us-east-1` or `eu-central-1`"));
    }
    Ok(region)
}

async fn profile_region(wanted: &Wanted) -> Option<String> {
    let config = ProviderConfig::without_region();
    let mut provider = ProfileFileRegionProvider::builder().configure(&config);
    if let Some(profile) = &wanted.profile {
        provider = provider.profile_name(profile);
    }
    let region = aws_config::meta::region::ProvideRegion::region(&provider.build()).await;
    region.map(|region| region.to_string())
}

fn no_region() -> Error {
    Error::new(Kind::Credentials, "no AWS region is set").hint(
        "say `--region us-east-1`, or `export AWS_REGION=us-east-1`, or write `region = us-east-1` into the profile in \
         `~/.aws/config`",
    )
}

async fn credentials(wanted: &Wanted, sign: bool, region: &str, connector: Connector) -> SharedCredentialsProvider {
    let config =
        ProviderConfig::without_region().with_region(Some(Region::new(region.to_owned()))).with_http_client(connector);
    if let Some(profile) = &wanted.profile {
        let provider = ProfileFileCredentialsProvider::builder().configure(&config).profile_name(profile);
        return SharedCredentialsProvider::new(provider.build());
    }
    if !sign {
        // A bearer token needs no chain; the SDK wants some provider to be there.
        return SharedCredentialsProvider::new(Credentials::new("unused", "unused", None, None, "bearer"));
    }
    let imds = imds::Client::builder()
        .configure(&config)
        .connect_timeout(IMDS_TIMEOUT)
        .read_timeout(IMDS_TIMEOUT)
        .max_attempts(1)
        .build();
    let chain =
        DefaultCredentialsChain::builder().imds_client(imds).region(Region::new(region.to_owned())).configure(config);
    SharedCredentialsProvider::new(chain.build().await)
}

/// `--max-attempts`, `AWS_MAX_ATTEMPTS`, the profile's `max_attempts`, else three.
fn max_attempts(flag: Option<u32>, sdk: &SdkConfig) -> u32 {
    flag.or_else(|| sdk.retry_config().map(RetryConfig::max_attempts)).unwrap_or(3).max(1)
}
