//! `bedr models`: which models there are

use clap::{Args, Subcommand};

/// Show which models a region has
#[derive(Args, Debug)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES, arg_required_else_help = true)]
pub struct ModelsArgs {
    #[command(subcommand)]
    pub command: ModelsCommand,
}

const EXAMPLES: &str = "\
Examples:
  bedr models list claude
  bedr models list --output-modality IMAGE --status ACTIVE --ids
  bedr models get amazon.nova-lite-v1:0
";

#[derive(Subcommand, Debug)]
pub enum ModelsCommand {
    List(ModelsListArgs),
    Get(ModelsGetArgs),
}

/// List the foundation models of a region
///
/// A table on a terminal; in a pipe tab-separated rows without a header: id, name, provider, input modalities, output
/// modalities, streaming (yes or no), inference types, lifecycle. With -o json the service's reply, with the entries that
/// the filters leave. Upper and lower case are the same to every filter.
#[derive(Args, Debug)]
#[command(help_template = super::TEMPLATE, before_help = LIST_EXAMPLES)]
pub struct ModelsListArgs {
    /// Words that id, name or provider must hold, all of them; * and ? match a whole id
    #[arg(value_name = "PATTERN")]
    pub patterns: Vec<String>,

    /// Only models of this provider, by its name or its part of the id [default: all]
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,

    /// Only models that take this: TEXT, IMAGE, VIDEO, …; repeat it to ask for several [default: all]
    #[arg(long, value_name = "MODALITY")]
    pub input_modality: Vec<String>,

    /// Only models that make this: TEXT, IMAGE, EMBEDDING, …; repeat it to ask for several [default: all]
    #[arg(long, value_name = "MODALITY")]
    pub output_modality: Vec<String>,

    /// Only models that can be called so: ON_DEMAND, INFERENCE_PROFILE, PROVISIONED, … [default: all]
    #[arg(long, value_name = "TYPE")]
    pub inference_type: Option<String>,

    /// Only models that can be customised so: FINE_TUNING, CONTINUED_PRE_TRAINING, DISTILLATION, … [default: all]
    #[arg(long, value_name = "TYPE")]
    pub customization: Option<String>,

    /// Only models in this state of their life: ACTIVE or LEGACY [default: all]
    #[arg(long, value_name = "STATUS")]
    pub status: Option<String>,

    /// Only models that can stream their answer; =false for the others [default: all]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub streaming: Option<bool>,

    /// Print ids only, one a line [default: off]
    #[arg(long)]
    pub ids: bool,
}

const LIST_EXAMPLES: &str = "\
Examples:
  bedr models list claude sonnet
  bedr models list --provider amazon --output-modality IMAGE
  bedr models list --ids --status ACTIVE 'anthropic.*'
  bedr models list -o json | jq -r '.modelSummaries[].modelArn'
";

/// Show one foundation model
///
/// Its members, one a line; in a pipe name and value with a tab between. With -o json the service's reply.
#[derive(Args, Debug)]
#[command(help_template = super::TEMPLATE, before_help = GET_EXAMPLES)]
pub struct ModelsGetArgs {
    /// Id or ARN of a foundation model
    #[arg(value_name = "ID")]
    pub id: String,
}

const GET_EXAMPLES: &str = "\
Examples:
  bedr models get amazon.nova-lite-v1:0
  bedr models get amazon.nova-lite-v1:0 -o json | jq -r .modelDetails.modelLifecycle.status
";
