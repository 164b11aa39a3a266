//! `bedr completions`: what a shell needs to complete flags

use clap::Args;
use clap_complete::Shell;

/// Print the completion script of a shell
#[derive(Args, Debug)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct CompletionsArgs {
    /// Shell to complete in
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  source <(bedr completions bash)
  bedr completions zsh > \"${fpath[1]}/_bedr\"
  bedr completions fish > ~/.config/fish/completions/bedr.fish
";
