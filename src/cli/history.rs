//! The flag of a conversation, for whatever takes a Converse request

use std::path::PathBuf;

use clap::Args;
use clap_complete::engine::ArgValueCompleter;

use super::complete;

/// What was said before.
#[derive(Args)]
pub struct HistoryArgs {
    /// Go on with the conversation in FILE, which is a Converse request (model, system prompt and messages, and what else
    /// was set); what is typed beats it. It is extended by the turn once the answer is whole and the exit code is 0, and else
    /// left as it was; made if it is missing, from `--request` say [default: none]
    #[arg(add = ArgValueCompleter::new(complete::paths), long, value_name = "FILE", help_heading = "Conversation")]
    pub conversation: Option<PathBuf>,
}
