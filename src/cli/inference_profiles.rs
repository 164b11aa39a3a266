//! `bedr inference-profiles`: by which ids most models are called

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCompleter;

use super::complete;

/// Show the inference profiles of a region, by which most models are called
#[derive(Args, Debug)]
#[command(visible_alias = "profiles", help_template = super::TEMPLATE, before_help = EXAMPLES, arg_required_else_help = true)]
pub struct InferenceProfilesArgs {
    #[command(subcommand)]
    pub command: InferenceProfilesCommand,
}

const EXAMPLES: &str = "\
Examples:
  bedr inference-profiles list claude
  bedr profiles get us.amazon.nova-lite-v1:0
";

#[derive(Subcommand, Debug)]
pub enum InferenceProfilesCommand {
    /// List the inference profiles of a region, the service's and the account's own
    ///
    /// A table on a terminal; in a pipe tab-separated rows without a header: id (of an account's own profile the ARN),
    /// name, type, models, regions that it routes to, status. With -o json the service's entries, of all pages.
    #[command(help_template = super::TEMPLATE)]
    List {
        /// Words that id, name or models must hold, all of them
        #[arg(value_name = "PATTERN")]
        patterns: Vec<String>,
    },
    /// Show one inference profile
    ///
    /// Its members, one a line; in a pipe name and value with a tab between. With -o json the service's reply.
    #[command(help_template = super::TEMPLATE)]
    Get {
        /// Id or ARN of an inference profile
        #[arg(add = ArgValueCompleter::new(complete::profiles), value_name = "ID")]
        id: String,
    },
}
