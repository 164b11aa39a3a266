//! The flags for all that a Converse request holds besides words: tools, guardrails, caching, prompts, any member

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueEnum};
use clap_complete::engine::ArgValueCompleter;

use super::GuardrailTrace;
use super::complete;
use super::values::{self, GuardrailVersion, Pair};
use crate::conversation::Assignment;

/// What a Converse request holds besides words.
#[derive(Args)]
pub struct ShapeArgs {
    /// Tools that the model may ask for: a toolConfig, or a list of tools or of JSON Schemas that have names [default: none]
    #[arg(help_heading = TOOLS, add = ArgValueCompleter::new(complete::paths), long, value_name = "FILE|-")]
    pub tools: Option<PathBuf>,

    /// Whether it has to ask: auto, any for one of them, NAME for that one [default: the model's, auto]
    #[arg(help_heading = TOOLS, add = ArgValueCompleter::new(complete::tool_choices), long, value_name = "auto|any|NAME", value_parser = values::name)]
    pub tool_choice: Option<String>,

    /// What the tool answered that was asked for under ID: a JSON object, or any other text; repeatable [default: none]
    #[arg(help_heading = TOOLS, long, value_name = "ID=FILE|-", value_parser = values::pair)]
    pub tool_result: Vec<Pair>,

    /// Guardrail to apply; without a version its working draft, DRAFT [default: none]
    #[arg(help_heading = GUARDRAILS, long, value_name = "ID[:VERSION]", value_parser = values::guardrail)]
    pub guardrail: Option<GuardrailVersion>,

    /// Report what the guardrail did, in the answer that -o json shows; without a MODE, enabled [default: disabled]
    #[arg(help_heading = GUARDRAILS, long, value_name = "MODE", num_args = 0..=1, require_equals = true, default_missing_value = "enabled")]
    pub guardrail_trace: Option<GuardrailTrace>,

    /// Let the guardrail look at a stream before it is sent on, or beside it [default: the service's, sync]
    #[arg(help_heading = GUARDRAILS, long, value_name = "MODE")]
    pub guardrail_stream: Option<GuardrailStream>,

    /// Variable of a prompt of Prompt management; @FILE reads a file, @@x is the text @x; repeatable [default: none]
    #[arg(help_heading = MEMBERS, long, value_name = "KEY=TEXT|@FILE", value_parser = values::pair)]
    pub var: Vec<Pair>,

    /// Cache the input up to the end of the tools, the system prompt and the attachments, for TIME: 5m or 1h [default: off;
    /// without a TIME the model's]
    #[arg(help_heading = MEMBERS, long, value_name = "TIME", num_args = 0..=1, require_equals = true, default_missing_value = "", value_parser = cache_times(), hide_possible_values = true)]
    pub prompt_cache: Option<String>,

    /// Service tier: default, priority, flex, reserved, or a newer one [default: the service's]
    #[arg(help_heading = MEMBERS, add = ArgValueCompleter::new(complete::service_tiers), long, value_name = "TIER", value_parser = values::name)]
    pub service_tier: Option<String>,

    /// Latency: standard, optimized, or a newer one [default: the service's]
    #[arg(help_heading = MEMBERS, add = ArgValueCompleter::new(complete::latencies), long, value_name = "MODE", value_parser = values::name)]
    pub latency: Option<String>,

    /// Note for the account's invocation logs; repeatable [default: none]
    #[arg(help_heading = MEMBERS, long, value_name = "KEY=VALUE", value_parser = values::pair)]
    pub request_metadata: Vec<Pair>,

    /// Member of the model's own, put into additionalModelRequestFields: `top_k=50`; PATH and VALUE as for --set; repeatable
    /// [default: none]
    #[arg(help_heading = MEMBERS, long, value_name = "PATH=VALUE", value_parser = Assignment::of_json)]
    pub field: Vec<Assignment>,

    /// Member of the model's own answer to be reported, as a JSON pointer: `/stop_sequence`; repeatable [default: none]
    #[arg(help_heading = MEMBERS, long, value_name = "PATH", value_parser = values::json_pointer)]
    pub response_field: Vec<String>,

    /// Put any member into the request, after all else; repeatable [default: none]
    ///
    /// PATH is written `outputConfig.textFormat`, `messages[0].content[-1].text` (an entry of a list, from its end below 0) or
    /// `system[]` (one more); a backslash before `.`, `[`, `=` or a backslash takes it for a part of a name. VALUE is a number,
    /// true, false, null or JSON where it reads as one, and text where it does not.
    #[arg(help_heading = MEMBERS, long, value_name = "PATH=VALUE", value_parser = Assignment::of_json)]
    pub set: Vec<Assignment>,

    /// The same with a VALUE that is text, whatever it looks like; repeatable [default: none]
    #[arg(help_heading = MEMBERS, long, value_name = "PATH=TEXT", value_parser = Assignment::of_text)]
    pub set_string: Vec<Assignment>,
}

const TOOLS: &str = "Tools";
const GUARDRAILS: &str = "Guardrails";
const MEMBERS: &str = "Further members of the request";

/// `streamProcessingMode`, which only ConverseStream has.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuardrailStream {
    Sync,
    Async,
}

impl GuardrailStream {
    /// As the API calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Async => "async",
        }
    }
}

/// The empty one stands for the flag without a value.
fn cache_times() -> PossibleValuesParser {
    [PossibleValue::new("").hide(true), PossibleValue::new("5m"), PossibleValue::new("1h")].into()
}
