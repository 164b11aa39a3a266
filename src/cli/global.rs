//! Flags of every command: where to connect, how long to wait, how to speak

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgAction, Args, ValueEnum, ValueHint};
use clap_complete::engine::ArgValueCompleter;

use super::complete;
use super::values;
use crate::sandbox::Fault;

/// Flags that every command takes, before or after its name.
#[derive(Args, Clone)]
pub struct Global {
    /// AWS region to call [default: AWS_REGION, AWS_DEFAULT_REGION, the profile's region, the configuration's]
    #[arg(add = ArgValueCompleter::new(complete::regions), long, global = true, value_name = "REGION", help_heading = "Connection")]
    pub region: Option<String>,

    /// Profile of ~/.aws/config; beats keys and bearer tokens in the environment [default: AWS_PROFILE, the
    /// configuration's, default]
    #[arg(add = ArgValueCompleter::new(complete::aws_profiles), long, global = true, value_name = "NAME", help_heading = "Connection")]
    pub profile: Option<String>,

    /// How to prove who calls: bearer (the API key in AWS_BEARER_TOKEN_BEDROCK; --profile then gives region and endpoint
    /// only) or sigv4 (AWS credentials; the API key is not looked at) [default: sigv4 with --profile, else bearer if
    /// AWS_BEARER_TOKEN_BEDROCK is set, else sigv4]
    #[arg(long, global = true, value_name = "SCHEME", help_heading = "Connection")]
    pub auth: Option<AuthScheme>,

    /// Endpoint of the service that the command calls [default: AWS_ENDPOINT_URL_BEDROCK (models),
    /// AWS_ENDPOINT_URL_BEDROCK_RUNTIME (converse, invoke), AWS_ENDPOINT_URL, the profile's, the region's]
    #[arg(long, global = true, value_name = "URL", value_hint = ValueHint::Url, help_heading = "Connection")]
    pub endpoint_url: Option<String>,

    /// Certificates of the authorities to trust instead of the system's, in PEM [default: AWS_CA_BUNDLE, the profile's
    /// ca_bundle, SSL_CERT_FILE, SSL_CERT_DIR, the system's]
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Connection")]
    pub ca_bundle: Option<PathBuf>,

    /// Call AWS's endpoints that meet FIPS 140 [default: AWS_USE_FIPS_ENDPOINT, the profile's use_fips_endpoint, off]
    #[arg(long, global = true, help_heading = "Connection")]
    pub fips: bool,

    /// Call AWS's endpoints that have IPv6 addresses too [default: AWS_USE_DUALSTACK_ENDPOINT, the profile's
    /// use_dualstack_endpoint, off]
    #[arg(long, global = true, help_heading = "Connection")]
    pub dual_stack: bool,

    /// Tries of a call that was throttled, not reached or hit a server error [default: AWS_MAX_ATTEMPTS, the profile's, 3]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Connection")]
    pub max_attempts: Option<u32>,

    /// Try again for that long instead of counting tries, such as 90s or 15m; with --max-attempts, what is reached first
    /// ends it [default: tries are counted]
    #[arg(long, global = true, value_name = "TIME", value_parser = values::duration, help_heading = "Connection")]
    pub retry_for: Option<Duration>,

    /// Also send again what timed out or broke off after it was sent: the model may have been at work, and you may pay
    /// for it twice [default: off]
    #[arg(long, global = true, help_heading = "Connection")]
    pub retry_timeouts: bool,

    /// Limit for look-up, connection and TLS handshake, such as 10, 10s or 1m [default: 10s]
    #[arg(long, global = true, value_name = "TIME", value_parser = values::duration, help_heading = "Connection")]
    pub connect_timeout: Option<Duration>,

    /// Limit for silence after sending [default: 5m in a stream, 1h for a unary answer, 1m for models; 10s at most for
    /// STS, SSO and sign-in]
    #[arg(long, global = true, value_name = "TIME", value_parser = values::duration, help_heading = "Connection")]
    pub read_timeout: Option<Duration>,

    /// Limit for the whole command [default: none]
    #[arg(long, global = true, value_name = "TIME", value_parser = values::duration, help_heading = "Connection")]
    pub timeout: Option<Duration>,

    /// Configuration to read: model, region, profile and aliases of models; `bedr config` shows what is in force
    /// [default: BEDR_CONFIG, ~/.config/bedr/config.toml]
    #[arg(add = ArgValueCompleter::new(complete::paths), long, global = true, value_name = "FILE", help_heading = "Connection")]
    pub config: Option<PathBuf>,

    /// Answer from a local stand-in for Bedrock: no account, no region, no cost [default: off]
    #[arg(long, global = true, conflicts_with_all = ["auth", "endpoint_url", "profile", "ca_bundle", "fips", "dual_stack"], help_heading = "Sandbox")]
    pub sandbox: bool,

    /// Let the sandbox misbehave, such as throttling=2 or drip=50; repeatable; `bedr sandbox --help` lists them
    /// [default: none]
    #[arg(add = ArgValueCompleter::new(complete::faults), long, global = true, value_name = "KIND[=ARG]", help_heading = "Sandbox")]
    pub fault: Vec<Fault>,

    /// What to print: text (a table, for lists), or the service's own JSON
    #[arg(short, long, global = true, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    pub output: OutputFormat,

    /// How to write messages on stderr: for people, or one JSON object a line [default: BEDR_ERROR_FORMAT, text]
    #[arg(long, global = true, value_name = "FORMAT", help_heading = "Output")]
    pub error_format: Option<ErrorFormat>,

    /// Say nothing but warnings and errors [default: off]
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "Output")]
    pub quiet: bool,

    /// Say on stderr what is sent where and when it was answered, never what it says [default: off]
    #[arg(short, long, global = true, action = ArgAction::SetTrue, help_heading = "Output")]
    pub verbose: bool,
}

/// `--auth`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthScheme {
    Bearer,
    Sigv4,
}

/// `-o/--output`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputFormat {
    Text,
    Json,
}

/// `--error-format`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorFormat {
    Text,
    Json,
}
