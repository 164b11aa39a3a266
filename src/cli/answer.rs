//! The flags that say what of an answer is shown, and where it goes

use std::path::PathBuf;

use clap::Args;
use clap_complete::engine::ArgValueCompleter;

use super::complete;

/// What is printed of the answer.
#[derive(Args)]
#[command(next_help_heading = "Answer")]
pub struct AnswerArgs {
    /// Show the model's reasoning on stderr as it comes [default: off]
    #[arg(long)]
    pub reasoning: bool,

    /// Mark cited text with [1] and append a note a source: `[1] TITLE, PLACE: “WORDS”` [default: off]
    #[arg(long, conflicts_with_all = ["extract", "schema"])]
    pub citations: bool,

    /// Print a part of the text alone: the first fenced block (of a language), or JSON: the whole text if it is JSON, else its
    /// first block of `json`, else its first object or array that stands in no other brackets (a list of whole numbers, as
    /// `[1]`, only if there is no other); exit 12 and nothing on stdout if there is none or it does not parse; nothing is
    /// streamed [default: the whole text]
    #[arg(long, value_name = "code[:LANG]|json", value_parser = extract, conflicts_with = "schema")]
    pub extract: Option<Extract>,

    /// Write the answer to FILE instead of stdout once it is whole; with any exit code but 0 FILE stays as it was, and what
    /// came is printed [default: stdout]
    #[arg(add = ArgValueCompleter::new(complete::paths), short = 'O', long, value_name = "FILE")]
    pub output_file: Option<PathBuf>,
}

/// `--extract`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extract {
    Code(Option<String>),
    Json,
}

fn extract(text: &str) -> Result<Extract, String> {
    match text.split_once(':') {
        None if text == "code" => Ok(Extract::Code(None)),
        None if text == "json" => Ok(Extract::Json),
        Some(("code", language)) if !language.is_empty() => Ok(Extract::Code(Some(language.to_owned()))),
        _ => Err("it is `code`, `code:LANG` or `json`".to_owned()),
    }
}
