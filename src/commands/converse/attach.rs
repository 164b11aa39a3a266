//! The files of `--file`, read one after the other and made into content blocks

use anyhow::Result;

use super::super::{Context, input};
use crate::cli::FileArgs;
use crate::conversation::{Attachments, Request, Typed};
use crate::error::Error;

/// Puts the files before the words that were typed, to be laid over this request; `stdin` is what `-` stands for. The
/// name of the first that is a document comes back.
pub fn attach(
    args: &FileArgs,
    request: &Request,
    typed: &mut Typed,
    mut stdin: Option<Vec<u8>>,
    cx: &Context,
) -> Result<Option<String>> {
    if args.files.is_empty() {
        return Ok(None);
    }
    let model = match typed.model.as_deref().or(request.model()) {
        Some(model) => Some(model.to_owned()),
        None => cx.known_model()?,
    };
    let mut attachments = Attachments::beside(request, model.as_deref(), args.inline);
    for path in &args.files {
        match path.to_str() {
            Some("-") => attachments.add("", stdin.take().unwrap_or_default())?,
            Some(uri) if uri.starts_with("s3://") => attachments.add_s3(uri)?,
            _ => attachments.add(&path.display().to_string(), input::file(path, input::LONGEST_FILE)?)?,
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
