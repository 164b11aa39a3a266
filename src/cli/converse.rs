//! `bedr converse`: the flags of a Converse request

use std::path::PathBuf;

use clap::Args;
use clap_complete::engine::ArgValueCompleter;

use super::complete;
use super::{AnswerArgs, RequestArgs};

/// Ask a model, one request format for all of them
///
/// The prompt is PROMPT and what comes on stdin, as two text blocks of one user message, stdin first; files stand before
/// both. The answer is streamed to stdout as it arrives. Nothing else is sent: no default temperature, no token limit, no
/// system prompt. An answer that wants tools is a line of JSON for each, `{"toolUse":{…}}`, and nothing else: in a pipe the
/// text of an answer that may want them is held until that is known, and is a note on stderr if it does.
#[derive(Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct ConverseArgs {
    #[command(flatten)]
    pub request: RequestArgs,

    /// Take the model's name for what `bedr models resolve` finds: words of its name, say; the id that is called is named on
    /// stderr; =false takes it as it is [default: `resolve` of the configuration, off]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", conflicts_with = "print_request")]
    pub resolve: Option<bool>,

    /// Write the request that would be sent, and end; needs no credentials and no network [default: off]
    #[arg(long)]
    pub print_request: bool,

    /// Leave the conversation as it is: try a turn without keeping it [default: off]
    #[arg(long, requires = "conversation", help_heading = "Conversation")]
    pub no_save: bool,

    /// Call ConverseStream; with -o json the events as JSON Lines [default: on for text, off for JSON]
    #[arg(long, conflicts_with = "no_stream")]
    pub stream: bool,

    /// Call Converse and print the answer when it is whole [default: off for text, on for JSON]
    #[arg(long)]
    pub no_stream: bool,

    /// Count the input first (CountTokens, which is free), and send nothing if it has more than N tokens [default: no limit]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "print_request")]
    pub max_input_tokens: Option<u64>,

    /// Take an answer that was cut at max tokens for done: a warning instead of exit 10 [default: off]
    #[arg(long)]
    pub allow_truncated: bool,

    /// Say on stderr how many tokens the call used [default: off]
    #[arg(long)]
    pub usage: bool,

    /// Append a JSON line about each answered call to FILE [default: BEDR_USAGE_LOG, none]
    #[arg(add = ArgValueCompleter::new(complete::paths), long, value_name = "FILE")]
    pub usage_log: Option<PathBuf>,

    #[command(flatten)]
    pub answer: AnswerArgs,
}

const EXAMPLES: &str = "\
Examples:
  git diff --staged | bedr converse -m us.amazon.nova-lite-v1:0 'Write a commit message'
  bedr converse -m $MODEL -s 'Answer with one word' --max-tokens 5 'Is this spam?' < mail.txt
  bedr converse -m $MODEL -f invoice.pdf 'What is the total, and when is it due?'
  bedr converse -m $MODEL -o json 'Hello' | jq -r .usage.outputTokens
  bedr converse -m $MODEL --schema schema.json -O invoice.json 'Read this invoice' < invoice.txt
  bedr converse -m $MODEL --temperature 0 'Hello' --print-request > request.json
";
