//! The flags that make a Converse request: of `bedr converse`, and of whatever else takes one

use std::path::PathBuf;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use clap_complete::engine::ArgValueCompleter;
use serde_json::Number;

use super::FileArgs;
use super::HistoryArgs;
use super::ShapeArgs;
use super::complete;
use super::values;

/// What is asked, of whom, and how.
#[derive(Args)]
pub struct RequestArgs {
    /// What to ask; @FILE reads a file, @@x is the text @x, - is stdin
    #[arg(add = ArgValueCompleter::new(complete::files_behind_at), value_name = "PROMPT")]
    pub prompt: Option<String>,

    /// Model id, inference profile id or ARN, passed on unchanged, or an alias of the configuration
    /// [default: the request's, BEDR_MODEL, the configuration's]
    #[arg(add = ArgValueCompleter::new(complete::callables), short, long, value_name = "ID")]
    pub model: Option<String>,

    /// System prompt; @FILE reads a file [default: none]
    #[arg(add = ArgValueCompleter::new(complete::files_behind_at), short, long, value_name = "TEXT|@FILE")]
    pub system: Option<String>,

    /// Most tokens to generate [default: the model's]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub max_tokens: Option<u32>,

    /// Randomness, 0 to 1; some models refuse it [default: the model's]
    #[arg(long, value_name = "NUMBER", value_parser = values::number, allow_negative_numbers = true)]
    pub temperature: Option<Number>,

    /// Share of likely tokens to choose from, 0 to 1 [default: the model's]
    #[arg(long, value_name = "NUMBER", value_parser = values::number, allow_negative_numbers = true)]
    pub top_p: Option<Number>,

    /// Stop when the model writes TEXT; repeatable [default: none]
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    pub stop: Vec<String>,

    /// Have the answer follow a JSON Schema, and check that it does: exit 12 with the path at fault if not; a value that
    /// begins with { is the schema itself [default: none]
    #[arg(add = ArgValueCompleter::new(complete::paths), long, value_name = "FILE|-|{…}")]
    pub schema: Option<String>,

    /// Start from a whole Converse request, as `aws bedrock-runtime converse --cli-input-json` takes it; flags and PROMPT
    /// are laid over it, stdin is read only for `-` [default: none]
    #[arg(add = ArgValueCompleter::new(complete::paths), long, value_name = "FILE|-")]
    pub request: Option<PathBuf>,

    /// Do not read stdin, for `while read` loops [default: read it unless it is a terminal]
    #[arg(long)]
    pub no_stdin: bool,

    #[command(flatten)]
    pub files: FileArgs,

    #[command(flatten)]
    pub shape: ShapeArgs,

    #[command(flatten)]
    pub history: HistoryArgs,
}
