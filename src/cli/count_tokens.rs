//! `bedr count-tokens`: the flags of a Converse request, or a body, and nothing of an answer

use std::path::PathBuf;

use clap::{Arg, Args};
use clap_complete::engine::ArgValueCompleter;

use super::RequestArgs;
use super::complete;

/// Count the tokens of a request before it is paid for
///
/// Takes the flags of `bedr converse`, or with --raw-body a body as `bedr invoke` does, and prints the number of input tokens
/// that the model would count (CountTokens, which is free). Messages, system prompt, tools and additional fields are counted.
/// An inference profile is counted by the id of its model. A model without CountTokens is an error, not an estimate.
#[derive(Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES, mut_args = without_a_body)]
pub struct CountTokensArgs {
    #[command(flatten)]
    pub request: RequestArgs,

    /// Count a body in the provider's own format, as it is; - is stdin [default: a Converse request is counted]
    #[arg(add = ArgValueCompleter::new(complete::paths), long, value_name = "FILE|-", num_args = 0..=1, default_missing_value = "-")]
    pub raw_body: Option<PathBuf>,

    /// Take the model's name for what `bedr models resolve` finds: words of its name, say; the id that is counted is named on
    /// stderr; =false takes it as it is [default: `resolve` of the configuration, off]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub resolve: Option<bool>,
}

/// A body is the whole request: whatever makes a Converse request contradicts it, except the model.
fn without_a_body(flag: Arg) -> Arg {
    match flag.get_id().as_str() {
        "raw_body" | "model" | "resolve" => flag,
        _ => flag.conflicts_with("raw_body"),
    }
}

const EXAMPLES: &str = "\
Examples:
  git diff | bedr count-tokens -m us.anthropic.claude-sonnet-4-6 'Review this change'
  bedr count-tokens --request request.json
  bedr count-tokens -m $MODEL --raw-body body.json -o json | jq .inputTokens
";
