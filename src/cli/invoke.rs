//! `bedr invoke`: a body in the provider's own format

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use clap_complete::engine::ArgValueCompleter;

use super::GuardrailVersion;
use super::complete;
use super::values;

/// Send a body in the model provider's own format: bytes in, bytes out
///
/// The body goes to the model and the answer to stdout untouched, binary included. With --stream every chunk is written
/// as it arrives, JSON chunks on lines of their own. There is no base64 and no output file.
#[derive(Args, Debug)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct InvokeArgs {
    /// Body to send, as it is; - is stdin
    #[arg(add = ArgValueCompleter::new(complete::paths), long, value_name = "FILE|-", num_args = 0..=1, default_missing_value = "-", required = true)]
    pub raw_body: PathBuf,

    /// Model id, inference profile id or ARN, passed on unchanged, or an alias of the configuration
    /// [default: BEDR_MODEL, the configuration's]
    #[arg(add = ArgValueCompleter::new(complete::callables), short, long, value_name = "ID")]
    pub model: Option<String>,

    /// Take the model's name for what `bedr models resolve` finds: words of its name, say; the id that is called is named on
    /// stderr; =false takes it as it is [default: `resolve` of the configuration, off]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub resolve: Option<bool>,

    /// Call InvokeModelWithResponseStream; with -o json the events as JSON Lines [default: off]
    #[arg(long)]
    pub stream: bool,

    /// MIME type of the body
    #[arg(long, value_name = "TYPE", value_parser = values::header, default_value = "application/json")]
    pub content_type: String,

    /// MIME type wanted of the answer
    #[arg(long, value_name = "TYPE", value_parser = values::header, default_value = "application/json")]
    pub accept: String,

    /// Write an answer that is not text to a terminal all the same [default: off]
    #[arg(long)]
    pub binary: bool,

    /// Guardrail to apply; without a version its working draft, DRAFT [default: none]
    #[arg(long, value_name = "ID[:VERSION]", value_parser = values::guardrail)]
    pub guardrail: Option<GuardrailVersion>,

    /// Report what the guardrail did in the answer; without a MODE, enabled [default: disabled]
    #[arg(long, value_name = "MODE", num_args = 0..=1, default_missing_value = "enabled", requires = "guardrail")]
    pub guardrail_trace: Option<GuardrailTrace>,

    /// Service tier: default, priority, flex, reserved, or a newer one [default: the service's]
    #[arg(add = ArgValueCompleter::new(complete::service_tiers), long, value_name = "TIER", value_parser = values::header)]
    pub service_tier: Option<String>,

    /// Latency: standard, optimized, or a newer one [default: the service's]
    #[arg(add = ArgValueCompleter::new(complete::latencies), long, value_name = "MODE", value_parser = values::header)]
    pub latency: Option<String>,

    /// Count the input first (CountTokens, which is free), and send nothing if it has more than N tokens [default: no limit]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub max_input_tokens: Option<u64>,

    /// Say on stderr how many tokens the call used [default: off]
    #[arg(long)]
    pub usage: bool,

    /// Append a JSON line about each answered call to FILE [default: BEDR_USAGE_LOG, none]
    #[arg(add = ArgValueCompleter::new(complete::paths), long, value_name = "FILE")]
    pub usage_log: Option<PathBuf>,
}

/// `X-Amzn-Bedrock-Trace`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuardrailTrace {
    Enabled,
    #[value(alias = "enabled_full")]
    EnabledFull,
    Disabled,
}

impl GuardrailTrace {
    /// As Converse calls it; in a header it is in capitals.
    pub fn name(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::EnabledFull => "enabled_full",
            Self::Disabled => "disabled",
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  bedr invoke -m amazon.titan-embed-text-v2:0 --raw-body <<< '{\"inputText\":\"hello\"}' | jq .embedding
  bedr invoke -m $MODEL --raw-body body.json --stream
  bedr invoke -m $MODEL --raw-body body.json --usage > answer.json
";
