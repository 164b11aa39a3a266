//! From flags, environment and profile to the two SDK clients

use std::path::PathBuf;
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
use super::credentials::{self, Auth, Origin};
use super::masking::masked;
use super::profile::{DEFAULT_ATTEMPTS, Profile, no_region};
use super::proxies::Proxies;
use super::reach::{self, Step};
use super::retry::Patience;
use super::roots::Trust;
use super::unreached::Limits;
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
    /// `--auth`.
    pub auth: Option<Auth>,
    pub max_attempts: Option<u32>,
    pub ca_bundle: Option<PathBuf>,
    pub fips: bool,
    pub dual_stack: bool,
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
    pub(super) connector: Connector,
    pub(super) sdk: SdkConfig,
    endpoint_url: Option<String>,
    variant: Variant,
    /// The API key to send instead of a signature.
    pub(super) bearer: Option<String>,
    /// Where the credentials come from; `None` with a bearer token and in the sandbox.
    origin: Option<Origin>,
}

/// Which of a service's endpoints are called, and who said so.
#[derive(Clone)]
pub(super) struct Variant {
    pub fips: Said<bool>,
    pub dual_stack: Said<bool>,
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
        if let Some(sandbox) = &wanted.sandbox {
            return Ok(Self::of_sandbox(sandbox, &wanted));
        }
        let profile = Profile::load(&wanted).await?;
        let variant = Variant::of(&profile, &wanted)?;
        let connector = connector(&profile, &wanted);
        let region = profile.region(&wanted)?.ok_or_else(no_region)?.value;
        let bearer = credentials::bearer(wanted.auth, &profile)?;
        let (provider, origin) = match &bearer {
            // A bearer token needs no credentials, and nobody is asked; the SDK wants some provider to be there.
            Some(_) => {
                (SharedCredentialsProvider::new(Credentials::new("unused", "unused", None, None, "bearer")), None)
            }
            None => {
                let connect = wanted.connect_timeout.unwrap_or(CONNECT_TIMEOUT);
                let limits = Limits::of_credentials(connect, wanted.read_timeout);
                credentials::provider(&profile, &region, &variant, connector.clone(), limits)
            }
        };
        let loader = loader(&profile, &region, &variant, connector.clone()).credentials_provider(provider);
        Ok(Settings {
            patience: wanted.patience(profile.max_attempts(wanted.max_attempts)?.value),
            connect_timeout: wanted.connect_timeout.unwrap_or(CONNECT_TIMEOUT),
            region,
            read_timeout: wanted.read_timeout,
            deadline: wanted.deadline,
            connector,
            sdk: loader.load().await,
            endpoint_url: wanted.endpoint_url,
            variant,
            bearer,
            origin,
        })
    }

    /// Nothing of the environment reaches the sandbox, no proxy, and nothing of the account.
    fn of_sandbox(sandbox: &SandboxAccess, wanted: &Wanted) -> Settings {
        let limit = wanted.connect_timeout.unwrap_or(CONNECT_TIMEOUT);
        let connector = Connector::new(limit, Proxies::default(), Trust::of(None));
        let keys = Credentials::new(sandbox.access_key_id, sandbox.secret_access_key, None, None, "sandbox");
        let sdk = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(sandbox.region.clone()))
            .http_client(connector.clone())
            .app_name(app_name())
            .credentials_provider(SharedCredentialsProvider::new(keys))
            .build();
        Settings {
            patience: wanted.patience(wanted.max_attempts.unwrap_or(DEFAULT_ATTEMPTS)),
            connect_timeout: wanted.connect_timeout.unwrap_or(CONNECT_TIMEOUT),
            region: sandbox.region.clone(),
            read_timeout: wanted.read_timeout,
            deadline: wanted.deadline,
            connector,
            sdk,
            endpoint_url: Some(sandbox.endpoint.clone()),
            variant: Variant { fips: Said::default_of(false), dual_stack: Said::default_of(false) },
            bearer: None,
            origin: None,
        }
    }

    /// The same in another region.
    pub fn in_region(&self, region: &str) -> Self {
        let sdk = self.sdk.to_builder().region(Region::new(region.to_owned())).build();
        Settings { region: region.to_owned(), sdk, ..self.clone() }
    }

    /// Where the credentials come from; nowhere with a bearer token and in the sandbox.
    pub(super) fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// Goes the way to an endpoint without asking it anything.
    pub async fn reach(&self, url: &str) -> Result<Vec<Step>, Error> {
        let uri = checked_url(url, "the endpoint")?.parse().map_err(|_| Error::usage("the endpoint is no URL"))?;
        Ok(reach::reach(&self.connector, &uri, self.connect_timeout).await)
    }

    pub fn runtime_client(&self) -> Result<aws_sdk_bedrockruntime::Client, Error> {
        client!(self, aws_sdk_bedrockruntime, "bedrock_runtime")
    }

    pub fn control_client(&self) -> Result<aws_sdk_bedrock::Client, Error> {
        client!(self, aws_sdk_bedrock, "bedrock")
    }

    /// The endpoint of `--endpoint-url`, the environment or the profile; `None` is the region's.
    fn endpoint(&self, service: &str) -> Result<Option<String>, Error> {
        let (url, source) = match &self.endpoint_url {
            Some(url) => (url.clone(), "`--endpoint-url`".to_owned()),
            None => match configured_endpoint(&self.sdk, service) {
                Some(url) => {
                    let variable = format!("`AWS_ENDPOINT_URL_{}`", service.to_uppercase());
                    (url, format!("the endpoint in {variable}, `AWS_ENDPOINT_URL` or the profile"))
                }
                None => return Ok(None),
            },
        };
        self.variant.allows(&source)?;
        checked_url(&url, &source).map(Some)
    }
}

impl Variant {
    pub(super) fn of(profile: &Profile, wanted: &Wanted) -> Result<Self, Error> {
        Ok(Variant { fips: profile.fips(wanted.fips)?, dual_stack: profile.dual_stack(wanted.dual_stack)? })
    }

    /// The service's rules give no variant of an endpoint that somebody named; the SDK would say so in its own words.
    fn allows(&self, endpoint: &str) -> Result<(), Error> {
        for (said, name, key) in
            [(&self.fips, "FIPS", "use_fips_endpoint"), (&self.dual_stack, "dual-stack", "use_dualstack_endpoint")]
        {
            if said.value {
                let message =
                    format!("{} asks for AWS's {name} endpoint, and {endpoint} names another", said.source.naming(key));
                return Err(Error::usage(message).hint("leave one of the two out"));
            }
        }
        Ok(())
    }
}

/// How the network is reached: proxies, authorities and the limit for a connection.
pub(super) fn connector(profile: &Profile, wanted: &Wanted) -> Connector {
    Connector::new(
        wanted.connect_timeout.unwrap_or(CONNECT_TIMEOUT),
        Proxies::of_environment(profile.metadata_service()),
        Trust::of(profile.ca_bundle(wanted.ca_bundle.as_ref())),
    )
}

/// What the SDK reads of environment and profile, the region and the credentials excepted.
pub(super) fn loader(profile: &Profile, region: &str, variant: &Variant, connector: Connector) -> ConfigLoader {
    let loader = aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new(region.to_owned()))
        .profile_files(profile.texts().files())
        .http_client(connector)
        .app_name(app_name())
        .use_fips(variant.fips.value)
        .use_dual_stack(variant.dual_stack.value)
        .identity_cache(credentials::cache().build())
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
pub(super) fn checked_url(url: &str, source: &str) -> Result<String, Error> {
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
