//! `bedr doctor`: whether calls can work from here, and what stands in the way

use clap::Args;
use clap_complete::engine::ArgValueCompleter;

use super::complete;

/// Check the way to Amazon Bedrock, step by step
///
/// Says which region, profile, credentials, proxy and endpoints are in force and who said so; asks for the credentials and,
/// through STS, whose they are; looks up, connects to and shakes hands with the endpoints of both services; asks whether the
/// model is available to the account. A line each: check, result (ok, failed, unknown, skipped), time, and what was found or
/// what to do. A table on a terminal, tab-separated in a pipe; with -o json an object a check. The exit code is that of the
/// first check that failed. Nothing is paid for without --probe, and no secret is shown.
#[derive(Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct DoctorArgs {
    /// Model whose availability is asked for: id, inference profile, ARN or alias [default: BEDR_MODEL, the configuration's]
    #[arg(add = ArgValueCompleter::new(complete::callables), short, long, value_name = "ID")]
    pub model: Option<String>,

    /// Also call the model, for one token [default: off]
    #[arg(long)]
    pub probe: bool,
}

const EXAMPLES: &str = "\
Examples:
  bedr doctor
  bedr doctor -m us.amazon.nova-lite-v1:0 --profile ci --probe
  bedr doctor -o json | jq -r '.checks[] | select(.result == \"failed\") | .hint'
";
