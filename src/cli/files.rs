//! The files that go along with a prompt

use std::path::PathBuf;

use clap::Args;
use clap_complete::engine::ArgValueCompleter;

use super::complete;

/// What is attached, and how text among it is sent.
#[derive(Args)]
pub struct FileArgs {
    /// Attach an image, a document, video or audio, before the prompt and in the order given; - is stdin, s3:// a file that
    /// the model fetches; the format is told by the bytes, text of any kind is a document; repeatable [default: none]
    #[arg(add = ArgValueCompleter::new(complete::paths), short, long = "file", value_name = "PATH|-|s3://…", help_heading = "Files")]
    pub files: Vec<PathBuf>,

    /// Send attached text as fenced text with the file's name, not as a document [default: off]
    #[arg(long, requires = "files", help_heading = "Files")]
    pub inline: bool,
}
