//! `bedr generate`: for the makers of packages, not shown in the help

use std::path::PathBuf;

use clap::Args;

/// Write completions/ and man/ into a folder
#[derive(Args, Debug)]
pub struct GenerateArgs {
    /// Folder to write into; its completions/ and man/ are replaced
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub folder: PathBuf,
}
