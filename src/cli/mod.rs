//! What can be typed: clap declarations only, one file per command; the doc comments are the manual

mod answer;
mod bash;
mod complete;
mod completions;
mod config;
mod converse;
mod count_tokens;
mod doctor;
mod files;
mod generate;
mod global;
mod history;
mod inference_profiles;
mod invoke;
mod models;
mod request;
mod sandbox;
mod shape;
mod shells;
mod values;

use clap::{CommandFactory, Parser, Subcommand};

use crate::error::EXIT_CODES;

pub use answer::{AnswerArgs, Extract};
pub use complete::{SHELLS, VARIABLE, answered};
pub use completions::CompletionsArgs;
pub use config::ConfigArgs;
pub use converse::ConverseArgs;
pub use count_tokens::CountTokensArgs;
pub use doctor::DoctorArgs;
pub use files::FileArgs;
pub use generate::GenerateArgs;
pub use global::{AuthScheme, ErrorFormat, Global, OutputFormat};
pub use history::HistoryArgs;
pub use inference_profiles::{InferenceProfilesArgs, InferenceProfilesCommand};
pub use invoke::{GuardrailTrace, InvokeArgs};
pub use models::{ModelsArgs, ModelsCheckArgs, ModelsCommand, ModelsGetArgs, ModelsListArgs, ModelsResolveArgs};
pub use request::RequestArgs;
pub use sandbox::SandboxArgs;
pub use shape::{GuardrailStream, ShapeArgs};
pub use values::{GuardrailVersion, Pair};

/// Amazon Bedrock in a pipe: prompts in on stdin, answers out on stdout
#[derive(Parser)]
#[command(
    name = "bedr",
    version,
    help_template = TEMPLATE,
    before_help = EXAMPLES,
    after_help = "`bedr COMMAND --help` tells more, `bedr --help` the exit codes. Without an AWS account: `--sandbox`.",
    after_long_help = long_help(),
    arg_required_else_help = true,
    max_term_width = 100,
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    #[command(flatten)]
    pub global: Global,
}

/// The examples come before the options: most people look for nothing else.
const TEMPLATE: &str = "{about}\n\n{usage-heading} {usage}\n\n{before-help}{all-args}{after-help}";

pub const EXAMPLES: &str = "\
Examples:
  git diff | bedr converse -m us.amazon.nova-lite-v1:0 'Write a commit message'
  bedr models list claude
  bedr --sandbox converse 'No account needed'";

/// Who calls, and how not to ask for that once a call.
pub const CREDENTIALS: &str = "\
Credentials:
  The first of these is used: the API key in AWS_BEARER_TOKEN_BEDROCK; AWS_ACCESS_KEY_ID and
  AWS_SECRET_ACCESS_KEY; the profile (keys, a role, SSO, aws login, credential_process, web
  identity); AWS_WEB_IDENTITY_TOKEN_FILE; the container's endpoint; instance metadata.
  --profile passes over the variables; --auth bearer takes the API key only, --auth sigv4 never.
  Each run of bedr asks anew. For many at once get them once, in the environment, where they
  come before AWS_PROFILE; a profile that wants an MFA code is used in the same way:
    eval \"$(aws configure export-credentials --profile x --format env)\"
    printf '%s\\0' *.txt | xargs -0 -P 8 -n 1 sh -c 'bedr converse -m ID < \"$1\" > \"$1.out\"' _";

fn long_help() -> String {
    format!("{CREDENTIALS}\n\n{}", exit_codes_help())
}

fn exit_codes_help() -> String {
    let rows = EXIT_CODES.iter().map(|(code, kind, meaning)| format!("  {code:<9} {kind:<12} {meaning}\n"));
    format!("Exit codes:\n{}", rows.collect::<String>())
}

#[derive(Subcommand)]
pub enum Command {
    Converse(Box<ConverseArgs>),
    Invoke(Box<InvokeArgs>),
    CountTokens(Box<CountTokensArgs>),
    Models(ModelsArgs),
    InferenceProfiles(InferenceProfilesArgs),
    Config(ConfigArgs),
    Doctor(DoctorArgs),
    Sandbox(SandboxArgs),
    Completions(CompletionsArgs),
    #[command(hide = true)]
    Generate(GenerateArgs),
}

/// The whole declaration, for completions, man pages and tests.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Whether `-x` takes a value, in whichever command it stands.
pub fn short_takes_value(letter: char) -> bool {
    fn takes(command: &clap::Command, letter: char) -> bool {
        let mut own = command.get_arguments().filter(|flag| flag.get_short() == Some(letter));
        own.any(|flag| flag.get_action().takes_values()) || command.get_subcommands().any(|sub| takes(sub, letter))
    }
    takes(&command(), letter)
}
