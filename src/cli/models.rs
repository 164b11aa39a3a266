//! `bedr models`: which models there are

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCompleter;

use super::complete;

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
    Resolve(ModelsResolveArgs),
    Check(ModelsCheckArgs),
}

/// List the foundation models of a region
///
/// A table on a terminal; in a pipe tab-separated rows without a header: id, name, provider, input modalities, output
/// modalities, streaming (yes or no), inference types, lifecycle, the ids by which it is called here, regions. In the table
/// such an id is shown as `on demand` (the model's own) or by its geography (`us.`, to be put before the model's own).
/// With -o json the service's reply, with the entries that the filters leave. `--region` takes several, with commas
/// between, or `all`: then there is a row a model, and in JSON an entry a model and region, with `region` added. Upper and
/// lower case are the same to every filter.
#[derive(Args, Debug)]
#[command(help_template = super::TEMPLATE, before_help = LIST_EXAMPLES)]
pub struct ModelsListArgs {
    /// Words that id, name, provider or a callable id that is shown must hold, all of them; * and ? match a whole id
    #[arg(value_name = "PATTERN")]
    pub patterns: Vec<String>,

    /// Only models of this provider, by its name or its part of the id [default: all]
    #[arg(add = ArgValueCompleter::new(complete::providers), long, value_name = "NAME")]
    pub provider: Option<String>,

    /// Only models that take this: TEXT, IMAGE, VIDEO, …; repeat it to ask for several [default: all]
    #[arg(add = ArgValueCompleter::new(complete::input_modalities), long, value_name = "MODALITY")]
    pub input_modality: Vec<String>,

    /// Only models that make this: TEXT, IMAGE, EMBEDDING, …; repeat it to ask for several [default: all]
    #[arg(add = ArgValueCompleter::new(complete::output_modalities), long, value_name = "MODALITY")]
    pub output_modality: Vec<String>,

    /// Only models that can be called so: ON_DEMAND, INFERENCE_PROFILE, PROVISIONED, … [default: all]
    #[arg(add = ArgValueCompleter::new(complete::inference_types), long, value_name = "TYPE")]
    pub inference_type: Option<String>,

    /// Only models that can be customised so: FINE_TUNING, CONTINUED_PRE_TRAINING, DISTILLATION, … [default: all]
    #[arg(add = ArgValueCompleter::new(complete::customizations), long, value_name = "TYPE")]
    pub customization: Option<String>,

    /// Only models in this state of their life: ACTIVE or LEGACY [default: all]
    #[arg(add = ArgValueCompleter::new(complete::statuses), long, value_name = "STATUS")]
    pub status: Option<String>,

    /// Only models that can stream their answer; =false for the others [default: all]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub streaming: Option<bool>,

    /// Print ids only, one a line [default: off]
    #[arg(long)]
    pub ids: bool,

    /// Answer from what an earlier listing left in the cache, without the network [default: off]
    #[arg(long, conflicts_with_all = ["refresh", "all_kinds", "sandbox"])]
    pub cached: bool,

    /// Ask for models and profiles whatever is shown, and keep them for TAB and --cached [default: whenever both are asked
    /// for]
    #[arg(long)]
    pub refresh: bool,

    /// Also what else can be called: provisioned throughputs, custom-model deployments, imported models, prompt routers,
    /// marketplace endpoints; patterns and --callable apply to them too [default: off]
    #[arg(long)]
    pub all_kinds: bool,

    /// Only models that can be called from here; with --ids every id to call them by, with -o json as a member `callable`
    /// [default: off]
    #[arg(long)]
    pub callable: bool,
}

const LIST_EXAMPLES: &str = "\
Examples:
  bedr models list claude sonnet
  bedr models list --provider amazon --output-modality IMAGE
  bedr models list --ids --status ACTIVE 'anthropic.*'
  bedr models list --callable --ids sonnet
  bedr models list --region all claude-sonnet
  bedr models list -o json | jq -r '.modelSummaries[].modelArn'
";

/// Show one foundation model
///
/// Its members, one a line, and every id by which it is called here with the regions that it routes to; in a pipe name and
/// value with a tab between. With -o json the service's reply, to which --availability and --pricing add a member each.
#[derive(Args, Debug)]
#[command(help_template = super::TEMPLATE, before_help = GET_EXAMPLES)]
pub struct ModelsGetArgs {
    /// Id or ARN of a foundation model, or words of its name; an inference profile or alias shows the model that it calls
    #[arg(add = ArgValueCompleter::new(complete::models_and_callables), value_name = "NAME")]
    pub id: String,

    /// Also whether the account may call it: authorised, entitled, in the region, agreement [default: off]
    #[arg(long)]
    pub availability: bool,

    /// Also the rate card of its Marketplace offers, where it has one [default: off]
    #[arg(long)]
    pub pricing: bool,
}

const GET_EXAMPLES: &str = "\
Examples:
  bedr models get amazon.nova-lite-v1:0 --availability
  bedr models get amazon.nova-lite-v1:0 -o json | jq -r .modelDetails.modelLifecycle.status
";

/// Find the id to call a model by
///
/// Prints the id, and on stderr why. NAME is an id, profile or ARN, or words that must all be in a model's id or name, or in
/// those of what your account has made. An id for calls on demand comes before a profile. Several candidates: exit 5, and
/// the list on stderr, the newest first.
#[derive(Args, Debug)]
#[command(help_template = super::TEMPLATE, before_help = RESOLVE_EXAMPLES)]
pub struct ModelsResolveArgs {
    /// Id, profile, ARN, or words of a name
    #[arg(add = ArgValueCompleter::new(complete::callables), value_name = "NAME", required = true)]
    pub names: Vec<String>,

    /// Geography of the profile: us, eu, apac, jp, us-gov, global, …; none asks for on-demand calls only [default: any but
    /// global]
    #[arg(add = ArgValueCompleter::new(complete::geographies), long, value_name = "GEO", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub geo: Option<String>,
}

const RESOLVE_EXAMPLES: &str = "\
Examples:
  bedr models resolve nova lite
  bedr converse -m \"$(bedr models resolve sonnet 4.5 --geo global)\" 'Hello'
";

/// Check for CI that models will live on
///
/// A row an id: id, status, legacy since, end of life, verdict (ok, legacy, ends, unknown). Exit 5 if one of them is legacy, unknown, or
/// ends within the time.
#[derive(Args, Debug)]
#[command(help_template = super::TEMPLATE, before_help = CHECK_EXAMPLES)]
pub struct ModelsCheckArgs {
    /// Ids, profile ids or ARNs; without any, or as -, they are read from stdin, one a line; # begins a comment
    #[arg(add = ArgValueCompleter::new(complete::callables), value_name = "ID")]
    pub ids: Vec<String>,

    /// How long they must live on, such as 90d
    #[arg(long, value_name = "TIME", value_parser = super::values::duration, default_value = "90d")]
    pub within: std::time::Duration,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  bedr models check us.amazon.nova-lite-v1:0 --within 90d
  grep -rhoE '(us|eu)\\.[a-z]+\\.[a-z0-9:.-]+' scripts/ | bedr models check
";
