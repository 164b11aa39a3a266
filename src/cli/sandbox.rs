//! `bedr sandbox`: a local stand-in for Bedrock, on its own or around a command

use clap::Args;
use clap_complete::engine::ArgValueCompleter;

use super::complete;
use crate::sandbox::FAULTS;

/// Serve a local stand-in for Bedrock, or run a command against one
///
/// Without COMMAND it serves until Ctrl-C and prints the lines to export, for any AWS client. With COMMAND it runs that
/// with the environment set and ends with its exit code. It needs no account, costs nothing, listens on this machine only
/// and checks requests as the service does; its answers say what was asked and are no model's.
#[derive(Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES, after_long_help = faults_help())]
pub struct SandboxArgs {
    /// Port to listen on [default: a free one]
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,

    /// Command to run with the sandbox's environment
    #[arg(add = ArgValueCompleter::new(complete::paths), value_name = "COMMAND", last = true)]
    pub command: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  bedr sandbox -- ./my-pipeline.sh
  bedr sandbox --fault throttling=2 -- bedr converse 'Retried twice'
  bedr sandbox --port 4567
";

const ITS_OWN: &str = "\
Besides the models of `bedr --sandbox models list` it has
  --guardrail ID                       any id; the word `blockme` makes it intervene
  --model arn:aws:bedrock:us-east-1:123456789012:prompt/SANDBOXPR1:1 --var form=haiku --var topic=rain
                                       a prompt of Prompt management

";

/// The faults, one a line, as `--fault` takes them. `N` means the first N requests, every one without it.
fn faults_help() -> String {
    let mut text = ITS_OWN.to_owned();
    text.push_str("Faults (--fault KIND[=ARG]; N: the first N requests only):\n");
    for fault in FAULTS {
        text.push_str(&format!("  {:<36} {}\n", fault.usage(), fault.about));
    }
    text
}
