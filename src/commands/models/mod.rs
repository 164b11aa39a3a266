//! `bedr models`: which models there are, where, and by which ids they are called

mod check;
mod get;
mod list;
pub mod listing;
pub mod resolve;
mod shown;

use std::process::ExitCode;

use anyhow::Result;

use super::Context;
use crate::cli::{ModelsArgs, ModelsCommand};

pub use get::{member_rows, model_of_profile};
pub use listing::Listing;

pub async fn run(args: ModelsArgs, cx: &mut Context) -> Result<ExitCode> {
    match args.command {
        ModelsCommand::List(args) => list::run(args, cx).await,
        ModelsCommand::Get(args) => get::run(args, cx).await,
        ModelsCommand::Resolve(args) => resolve::run(args, cx).await,
        ModelsCommand::Check(args) => check::run(args, cx).await,
    }
}
