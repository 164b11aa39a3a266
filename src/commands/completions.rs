//! `bedr completions`: prints the completion script of a shell

use std::process::ExitCode;

use anyhow::Result;

use super::Context;
use super::generate::completion_script;
use crate::cli::CompletionsArgs;

pub async fn run(args: CompletionsArgs, cx: &mut Context) -> Result<ExitCode> {
    cx.stdout.bytes(&completion_script(args.shell))?;
    cx.stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}
