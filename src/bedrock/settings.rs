//! From flags, environment and profile to the two SDK clients

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, ConfigLoader, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::auth::AuthSchemeId;
use aws_types::service_config::ServiceConfigKey;

use super::connector::Connector;
use super::credentials;
use super::masking::masked;
use super::profile::{DEFAULT_ATTEMPTS, Profile, no_region};
use super::retry::Patience;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::source::Said;

/// What the command line says of the connection. What it does not say comes from the environment, the profile and bedr's
/// configuration.
#[derive(Clone, Default)]
pub struct Wanted {
    pub region: Option<String>,
    pub profile: Option<String>,
    /// bedr's own configuration comes last.
    pub configured_region: Option<Said>,
    pub configured_profile: Option<Said>,
    pub endpoint_url: Option<String>,
    pub max_attempts: Option<u32>,
    pub retry_for: Option<Duration>,
    pub retry_timeouts: bool,
    pub connect_timeout: Option<Duration>,
    pub read_timeout: Option<Duration>,
    pub deadline: Deadline,
    /// Call this endpoint with these keys and look at nothing else.
    pub sandbox: Option<SandboxAccess>,
}

impl Wanted {
    /// `--retry-for` counts time. Tries are counted beside it only if the command line says so as well: a number in a
    /// profile is older than the wish to wait.
    fn patience(&self, attempts: u32) -> Patience {
        let counted = self.retry_for.is_none() || self.max_attempts.is_some();
        Patience { attempts: counted.then_some(attempts), retry_for: self.retry_for, timeouts: self.retry_timeouts }
    }
}

/// How to reach the sandbox of this process.
#[derive(Clone)]
pub struct SandboxAccess {
    pub endpoint: String,
    pub region: String,
    pub access_key_id: &'static str,
    pub secret_access_key: &'static str,
}

/// What is in force.
#[derive(Clone)]
pub struct Settings {
    pub region: String,
    pub patience: Patience,
    pub connect_timeout: Duration,
    pub read_timeout: Option<Duration>,
    pub deadline: Deadline,
    sdk: SdkConfig,
    endpoint_url: Option<String>,
    /// The API key to send instead of a signature.
    bearer: Option<String>,
}

pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const SIGV4: AuthSchemeId = AuthSchemeId::new("sigv4");
const BEARER: AuthSchemeId = AuthSchemeId::new("httpBearerAuth");

/// A client of one service crate. The SDK's retries and limits are off: ours are in `call`.
macro_rules! client {
    ($settings:expr, $service:ident, $id:literal) => {{
        let settings: &Settings = $settings;
        let mut config = $service::config::Builder::from(&settings.sdk)
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::disabled())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        config.set_endpoint_url(settings.endpoint($id)?);
        config = match &settings.bearer {
            Some(token) => {
                config.bearer_token($service::config::Token::new(token.clone(), None)).auth_scheme_preference([BEARER])
            }
            None => config.auth_scheme_preference([SIGV4]),
        };
        Ok($service::Client::from_conf(config.build()))
    }};
}

impl Settings {
    /// Reads environment and profile. Asks no network: credentials are resolved when a request is signed.
    pub async fn resolve(wanted: Wanted) -> Result<Settings, Error> {
        let connector = Connector::new(wanted.connect_timeout.unwrap_or(CONNECT_TIMEOUT));
        if let Some(sandbox) = &wanted.sandbox {
            return Ok(Self::of_sandbox(sandbox, &wanted, connector));
        }
        let profile = Profile::load(&wanted).await?;
        let region = profile.region(&wanted)?.ok_or_else(no_region)?.value;
        let bearer = if wanted.profile.is_none() { credentials::bearer_token()? } else { None };
        let provider = match &bearer {
            // A bearer token needs no chain; the SDK wants some provider to be there.
            Some(_) => SharedCredentialsProvider::new(Credentials::new("unused", "unused", None, None, "bearer")),
            None => credentials::provider(profile.chosen(), &region, connector.clone()).await,
        };
        let loader = loader(&profile, &region, connector).credentials_provider(provider);
        Ok(Settings {
            patience: wanted.patience(profile.max_attempts(wanted.max_attempts)?.value),
            connect_timeout: wanted.connect_timeout.unwrap_or(CONNECT_TIMEOUT),
            region,
            read_timeout: wanted.read_timeout,
            deadline: wanted.deadline,
            sdk: loader.load().await,
            endpoint_url: wanted.endpoint_url,
            bearer,
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
            patience: wanted.patience(wanted.max_attempts.unwrap_or(DEFAULT_ATTEMPTS)),
            connect_timeout: wanted.connect_timeout.unwrap_or(CONNECT_TIMEOUT),
            region: sandbox.region.clone(),
            read_timeout: wanted.read_timeout,
            deadline: wanted.deadline,
            sdk,
            endpoint_url: Some(sandbox.endpoint.clone()),
            bearer: None,
        }
    }

    /// The same in another region.
    pub fn in_region(&self, region: &str) -> Self {
        let sdk = self.sdk.to_builder().region(Region::new(region.to_owned())).build();
        Settings { region: region.to_owned(), sdk, ..self.clone() }
    }

    pub fn runtime_client(&self) -> Result<aws_sdk_bedrockruntime::Client, Error> {
        client!(self, aws_sdk_bedrockruntime, "bedrock_runtime")
    }

    pub fn control_client(&self) -> Result<aws_sdk_bedrock::Client, Error> {
        client!(self, aws_sdk_bedrock, "bedrock")
    }

    /// The endpoint of `--endpoint-url`, the environment or the profile; `None` is the region's.
    fn endpoint(&self, service: &str) -> Result<Option<String>, Error> {
        if let Some(url) = &self.endpoint_url {
            return checked_url(url, "`--endpoint-url`").map(Some);
        }
        let source =
            format!("the endpoint in `AWS_ENDPOINT_URL_{}`, `AWS_ENDPOINT_URL` or the profile", service.to_uppercase());
        configured_endpoint(&self.sdk, service).map(|url| checked_url(&url, &source)).transpose()
    }
}

/// What the SDK reads of environment and profile, the region and the credentials excepted.
pub(super) fn loader(profile: &Profile, region: &str, connector: Connector) -> ConfigLoader {
    let loader = aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new(region.to_owned()))
        .http_client(connector)
        .app_name(app_name())
        // Given, because the SDK panics at an `AWS_MAX_ATTEMPTS` that is no number.
        .retry_config(RetryConfig::standard());
    match profile.chosen() {
        Some(name) => loader.profile_name(&name.value),
        None => loader,
    }
}

/// The endpoint of a service in the environment or the profile.
///
/// The SDK looks for `bedrock-runtime` in a profile's `services`, where AWS's documentation and the AWS CLI have
/// `bedrock_runtime`; asked with that name it finds both this and the environment variables.
pub(super) fn configured_endpoint(sdk: &SdkConfig, service: &str) -> Option<String> {
    let key = ServiceConfigKey::builder().service_id(service).env("AWS_ENDPOINT_URL").profile("endpoint_url").build();
    let url = sdk.service_config()?.load_config(key.ok()?);
    // Set to nothing is how CI systems unset a variable.
    url.filter(|url| !url.trim().is_empty())
}

/// A URL that the SDK can take: it panics at an empty one, and shows the whole request at one without a scheme.
fn checked_url(url: &str, source: &str) -> Result<String, Error> {
    let parsed: Option<http::Uri> = url.parse().ok();
    let is_web = |uri: &http::Uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some();
    if parsed.as_ref().is_some_and(is_web) {
        return Ok(url.to_owned());
    }
    Err(Error::usage(format!("{source} is no URL: `{}`", masked(url)))
        .hint("write it with its scheme, as in `https://bedrock-runtime.us-east-1.amazonaws.com`"))
}

/// The user agent says `app/bedr`.
fn app_name() -> AppName {
    AppName::new("bedr").expect("letters are valid in an app name")
}
