//! How many files of which size the service takes, checked before anything is sent
//!
//! From `Message` and `VideoSource` in the API reference and from "API restrictions" in the user guide, which lets some
//! models take more. AWS's MB are 1,048,576 bytes: 3.75 of them are the 5,242,880 bytes of Base64 at which images end.

use super::format::{self, Format, Kind};
use crate::error::{Error, Kind as Failure};

const MB: usize = 1024 * 1024;
const IMAGES: usize = 20;
const IMAGE: usize = MB * 15 / 4;
const IMAGE_SIDE: usize = 8000;
const DOCUMENTS: usize = 5;
const DOCUMENT: usize = MB * 9 / 2;
/// In Base64, as it is sent.
const VIDEO: usize = 25 * MB;
/// Amazon Nova's, for all that is in the request.
const NOVA: usize = 25 * MB;
/// Ours for everybody: no model takes half of that.
const REQUEST: usize = 64 * MB;

const FROM_S3: &str = "put it into S3 and say `--file s3://BUCKET/KEY`, where the model takes that";

const LONGER: &str =
    "Claude 4 and newer take longer PDFs, Amazon Nova longer PDFs and DOCX: name the model with `-m`; or split it";

/// Who has limits of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Model {
    /// Takes images of any size, longer PDF and DOCX, one video, all of it up to 25 MB.
    Nova,
    /// Claude 4 and newer: longer PDFs.
    Claude4,
    /// Hidden behind an ARN or a name: what some model may take is left to the service.
    Hidden,
    Other,
}

/// What has been admitted so far.
pub struct Limits {
    model: Model,
    images: usize,
    documents: usize,
    videos: usize,
    /// The bytes of Base64.
    sent: usize,
}

impl Limits {
    pub fn new(model: Option<&str>, images: usize, documents: usize) -> Self {
        Limits { model: model.map_or(Model::Other, Model::of), images, documents, videos: 0, sent: 0 }
    }

    /// Takes a file in, or says which limit it breaks.
    pub fn admit(&mut self, shown: &str, format: Format, bytes: &[u8]) -> Result<(), Error> {
        self.admit_unseen(shown, format)?;
        let (size, encoded) = (bytes.len(), bytes.len().div_ceil(3) * 4);
        self.sent += encoded;
        match format.0 {
            Kind::Image if self.counts_images() => check_image(shown, bytes)?,
            Kind::Document if !self.takes_longer(format.1) && size > DOCUMENT => {
                let message = format!("{shown} has {size} bytes, and a document may have {DOCUMENT} (4.5 MB)");
                let hint = if format::is_textual(format) { "send it with `--inline`, or split it" } else { LONGER };
                return Err(Error::new(Failure::Request, message).hint(hint));
            }
            Kind::Video if encoded > VIDEO => {
                let message = format!("{shown} is {encoded} bytes in Base64, and a video may be {VIDEO} (25 MB)");
                return Err(Error::new(Failure::Request, message).hint(FROM_S3));
            }
            _ => {}
        }
        let (most, about) = match self.model {
            Model::Nova => (NOVA, "and Amazon Nova takes 26214400 (25 MB)"),
            _ => (REQUEST, "and more than 67108864 (64 MB) is too much to send"),
        };
        if self.sent > most {
            let message = format!("up to {shown} the files are {} bytes in Base64, {about}", self.sent);
            return Err(Error::new(Failure::Request, message).hint(FROM_S3));
        }
        Ok(())
    }

    /// The same for a file of which only the kind is known.
    pub fn admit_unseen(&mut self, shown: &str, (kind, _): Format) -> Result<(), Error> {
        match kind {
            Kind::Image => self.images += 1,
            Kind::Document => self.documents += 1,
            Kind::Video => self.videos += 1,
            Kind::Audio => {}
        }
        if self.model == Model::Nova && self.videos > 1 {
            let message = format!("{shown} is a second video, and Amazon Nova takes one");
            return Err(Error::new(Failure::Request, message).hint("ask about one at a time"));
        }
        if self.documents > DOCUMENTS {
            let message = format!("{shown} is document {} of the request, which may have {DOCUMENTS}", self.documents);
            return Err(Error::new(Failure::Request, message).hint("text goes in as it is with `--inline`"));
        }
        if self.counts_images() && self.images > IMAGES {
            let message = format!("{shown} is image {} of the message, which may have {IMAGES}", self.images);
            return Err(Error::new(Failure::Request, message).hint("ask about fewer images at a time"));
        }
        Ok(())
    }

    fn counts_images(&self) -> bool {
        !matches!(self.model, Model::Nova | Model::Hidden)
    }

    fn takes_longer(&self, format: &str) -> bool {
        match self.model {
            Model::Nova | Model::Hidden => matches!(format, "pdf" | "docx"),
            Model::Claude4 => format == "pdf",
            Model::Other => false,
        }
    }
}

impl Model {
    fn of(id: &str) -> Self {
        if id.contains("amazon.nova") {
            return Model::Nova;
        }
        if let Some((_, version)) = id.split_once("anthropic.claude-") {
            // `claude-v2`, `claude-instant-v1`, `claude-3-5-sonnet`; from 4 on `claude-sonnet-4`.
            let is_old = version.starts_with(|first: char| first.is_ascii_digit())
                || version.starts_with("v2")
                || version.starts_with("instant");
            return if is_old { Model::Other } else { Model::Claude4 };
        }
        let names_model = id.contains('.') && !id.contains(' ') && !id.starts_with("arn:");
        let is_of_aws = id.contains(":foundation-model/") || id.contains(":inference-profile/");
        if names_model || is_of_aws { Model::Other } else { Model::Hidden }
    }
}

fn check_image(shown: &str, bytes: &[u8]) -> Result<(), Error> {
    if bytes.len() > IMAGE {
        let message = format!("{shown} has {} bytes, and an image may have {IMAGE} (3.75 MB)", bytes.len());
        return Err(Error::new(Failure::Request, message).hint("make it smaller, or save it as JPEG"));
    }
    // One whose size cannot be read is the service's to judge.
    match imagesize::blob_size(bytes) {
        Ok(size) if size.width.max(size.height) > IMAGE_SIDE => {
            let (width, height) = (size.width, size.height);
            let message =
                format!("{shown} is {width} by {height} pixels, and an image may have {IMAGE_SIDE} on each side");
            Err(Error::new(Failure::Request, message).hint("make it smaller"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_that_take_more_are_known_by_their_ids() {
        for (id, model) in [
            ("us.amazon.nova-lite-v1:0", Model::Nova),
            ("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0", Model::Nova),
            ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", Model::Claude4),
            ("anthropic.claude-3-5-sonnet-20240620-v1:0", Model::Other),
            ("anthropic.claude-v2:1", Model::Other),
            ("sandbox.echo-v1:0", Model::Other),
            ("arn:aws:bedrock:us-east-1::foundation-model/mistral.large", Model::Other),
            ("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc", Model::Hidden),
            ("sonnet 4.5", Model::Hidden),
            ("sonnet", Model::Hidden),
        ] {
            assert_eq!(Model::of(id), model, "{id}");
        }
    }
}
