//! What is in force for the connection, and where each of it was said; no network is asked and no credentials are read

use std::env;
use std::path::PathBuf;

use aws_config::SdkConfig;

use super::profile::{self, Profile};
use super::proxies::Proxies;
use super::settings::{Variant, Wanted, configured_endpoint, connector, loader};
use crate::error::Error;
use crate::source::{Said, Source};

/// The settings that calls would be made with.
pub struct InForce {
    pub profile: Said,
    /// `None` where nobody said one: a call would be refused.
    pub region: Option<Said>,
    pub max_attempts: Said<u32>,
    /// As it was written, so it may hold a password. `None` without a region.
    pub control_endpoint: Option<Said>,
    pub runtime_endpoint: Option<Said>,
    pub fips: Said<bool>,
    pub dual_stack: Said<bool>,
    /// `None` means the system's authorities.
    pub ca_bundle: Option<Said<PathBuf>>,
    /// As they were written, so they may hold passwords.
    pub https_proxy: Option<Said>,
    pub http_proxy: Option<Said>,
    pub no_proxy: Option<Said>,
}

/// The endpoint that a service crate has for the region: partitions, FIPS and dual stack are its business.
macro_rules! endpoint_of_region {
    ($service:ident, $sdk:expr) => {{
        use $service::config::endpoint::{DefaultResolver, Params, ResolveEndpoint as _};
        let params = Params::builder()
            .set_region($sdk.region().map(ToString::to_string))
            .set_use_fips($sdk.use_fips())
            .set_use_dual_stack($sdk.use_dual_stack())
            .build();
        match params {
            Ok(params) => {
                DefaultResolver::new().resolve_endpoint(&params).await.ok().map(|found| found.url().to_owned())
            }
            Err(_) => None,
        }
    }};
}

impl InForce {
    /// Reads environment and profile as a call would.
    pub async fn look_up(wanted: &Wanted) -> Result<InForce, Error> {
        let profile = Profile::load(wanted).await?;
        let region = profile.region(wanted)?;
        let name = region.as_ref().map_or("", |region| &region.value);
        let variant = Variant::of(&profile, wanted)?;
        let sdk = loader(&profile, name, &variant, connector(&profile, wanted)).no_credentials().load().await;
        let said = |service, variables| said_endpoint(&sdk, service, variables, wanted, &profile);
        let mut control_endpoint = said("bedrock", ["AWS_ENDPOINT_URL_BEDROCK", "AWS_ENDPOINT_URL"]);
        let mut runtime_endpoint = said("bedrock_runtime", ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ENDPOINT_URL"]);
        if region.is_some() {
            let of_region = endpoint_of_region!(aws_sdk_bedrock, sdk);
            control_endpoint = control_endpoint.or(of_region.map(Said::default_of));
            let of_region = endpoint_of_region!(aws_sdk_bedrockruntime, sdk);
            runtime_endpoint = runtime_endpoint.or(of_region.map(Said::default_of));
        }
        let ca_bundle = profile.ca_bundle(wanted.ca_bundle.as_ref());
        let Proxies { https: https_proxy, http: http_proxy, no: no_proxy, .. } = Proxies::of_environment(None);
        Ok(InForce {
            max_attempts: profile.max_attempts(wanted.max_attempts)?,
            profile: profile.chosen().cloned().unwrap_or_else(|| Said::default_of("default".to_owned())),
            region,
            control_endpoint,
            runtime_endpoint,
            fips: variant.fips,
            dual_stack: variant.dual_stack,
            ca_bundle: ca_bundle.or_else(|| profile::path("SSL_CERT_FILE")).or_else(|| profile::path("SSL_CERT_DIR")),
            https_proxy,
            http_proxy,
            no_proxy,
        })
    }
}

/// The endpoint that somebody said. The SDK does not tell where it found it: the first variable that is there, else the
/// profile.
fn said_endpoint(
    sdk: &SdkConfig,
    service: &str,
    variables: [&'static str; 2],
    wanted: &Wanted,
    profile: &Profile,
) -> Option<Said> {
    if let Some(url) = &wanted.endpoint_url {
        return Some(Said::new(url.clone(), Source::Flag("--endpoint-url")));
    }
    let variable = variables.into_iter().find(|name| env::var_os(name).is_some());
    let source = variable.map_or_else(|| profile.source(), Source::Variable);
    configured_endpoint(sdk, service).map(|url| Said::new(url, source))
}
