//! `bedr config`: what is in force, and who said so

use clap::Args;

/// Show each setting that is in force and where it was said
///
/// The command line comes first, then the environment, the AWS profile and the configuration file. A table on a
/// terminal; in a pipe tab-separated rows without a header: name, value, source, the value empty where nobody said one.
/// With -o json an object with a `value` and a `source` for each. No network is asked and no secret is shown.
///
/// The file is TOML: `model`, `region`, `profile`, `regions` (a list), `resolve` (true or false), and under `[aliases]`
/// lines such as `sonnet = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"`, which make `-m sonnet` stand for that id.
#[derive(Args, Debug)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct ConfigArgs {}

const EXAMPLES: &str = "\
Examples:
  bedr config
  bedr config -o json | jq -r .model.value
  bedr --config ci.toml --region eu-west-1 config
";
