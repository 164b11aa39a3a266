//! The files of `--file`, read one after the other, then made into content blocks

use anyhow::Result;

use super::super::{Context, input};
use crate::cli::FileArgs;
use crate::conversation::{Attachments, Request, Typed};
use crate::error::Error;

/// A file as it was named, and what is in it.
pub enum Given {
    Read(String, Vec<u8>),
    /// Read by the model.
    InS3(String),
}

/// Reads the files; `stdin` is what `-` stands for.
pub fn read(args: &FileArgs, mut stdin: Option<Vec<u8>>) -> Result<Vec<Given>> {
    let mut given = Vec::new();
    for path in &args.files {
        given.push(match path.to_str() {
            Some("-") => Given::Read(String::new(), stdin.take().unwrap_or_default()),
            Some(uri) if uri.starts_with("s3://") => Given::InS3(uri.to_owned()),
            _ => Given::Read(path.display().to_string(), input::file(path, input::LONGEST_FILE)?),
        });
    }
    Ok(given)
}

/// Puts the files before the words that were typed, to be laid over this request. The name of the first that is a document
/// comes back.
pub fn attach(
    files: Vec<Given>,
    inline: bool,
    request: &Request,
    typed: &mut Typed,
    cx: &Context,
) -> Result<Option<String>> {
    if files.is_empty() {
        return Ok(None);
    }
    let model = match typed.model.as_deref().or(request.model()) {
        Some(model) => Some(model.to_owned()),
        None => cx.known_model()?,
    };
    let mut attachments = Attachments::beside(request, model.as_deref(), inline);
    for file in files {
        match file {
            Given::Read(name, bytes) => attachments.add(&name, bytes)?,
            Given::InS3(uri) => attachments.add_s3(&uri)?,
        }
    }
    let document;
    (typed.attachments, document) = attachments.into_blocks();
    Ok(document)
}

/// The service refuses a document without a text in the same message; what else is in that is known only now.
pub fn check(document: Option<String>, request: &Request) -> Result<(), Error> {
    match document {
        Some(name) if request.lacks_text_beside_document() => {
            Err(Error::usage(format!("{name} is a document, and the service wants a text beside it"))
                .hint("type a PROMPT that says what to do with it"))
        }
        _ => Ok(()),
    }
}
