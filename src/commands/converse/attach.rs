//! The files of `--file`, read one after the other and made into content blocks

use std::path::Path;

use anyhow::Result;

use super::super::input;
use crate::cli::FileArgs;
use crate::conversation::{Attachments, Request};

/// Reads the files into blocks; `stdin` is what `-` stands for.
pub fn attached(
    args: &FileArgs,
    request: &Request,
    model: Option<&str>,
    mut stdin: Option<Vec<u8>>,
) -> Result<Attachments> {
    let mut attachments = Attachments::beside(request, model, args.inline);
    for path in &args.files {
        match path.to_str() {
            Some("-") => attachments.add("", stdin.take().unwrap_or_default())?,
            Some(uri) if uri.starts_with("s3://") => attachments.add_s3(uri)?,
            _ => attachments.add(&name(path), input::file(path, input::LONGEST_FILE)?)?,
        }
    }
    Ok(attachments)
}

fn name(path: &Path) -> String {
    path.display().to_string()
}
