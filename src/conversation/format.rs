//! What a file is to the service, told by its bytes; by its name only where the bytes leave it open
//!
//! The formats are those of `ImageFormat`, `DocumentFormat`, `VideoFormat` and `AudioFormat` in the service model.

use std::path::Path;

use file_format::FileFormat;

use crate::error::Error;

/// A kind of content block; its name is the block's member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Image,
    Document,
    Video,
    Audio,
}

/// A kind and the name that the service has for the format.
pub type Format = (Kind, &'static str);

use Kind::{Audio, Document, Image, Video};

impl Kind {
    pub const fn member(self) -> &'static str {
        match self {
            Image => "image",
            Document => "document",
            Video => "video",
            Audio => "audio",
        }
    }
}

/// The endings of names, and what they promise.
const ENDINGS: &[(&str, Format)] = &[
    ("png", (Image, "png")),
    ("jpg", (Image, "jpeg")),
    ("jpeg", (Image, "jpeg")),
    ("jpe", (Image, "jpeg")),
    ("jfif", (Image, "jpeg")),
    ("gif", (Image, "gif")),
    ("webp", (Image, "webp")),
    ("pdf", (Document, "pdf")),
    ("doc", (Document, "doc")),
    ("docx", (Document, "docx")),
    ("xls", (Document, "xls")),
    ("xlsx", (Document, "xlsx")),
    ("csv", (Document, "csv")),
    ("html", (Document, "html")),
    ("htm", (Document, "html")),
    ("md", (Document, "md")),
    ("markdown", (Document, "md")),
    ("txt", (Document, "txt")),
    ("mp4", (Video, "mp4")),
    ("m4v", (Video, "mp4")),
    ("mov", (Video, "mov")),
    ("mkv", (Video, "mkv")),
    ("webm", (Video, "webm")),
    ("flv", (Video, "flv")),
    ("mpeg", (Video, "mpeg")),
    ("mpg", (Video, "mpg")),
    ("wmv", (Video, "wmv")),
    ("3gp", (Video, "three_gp")),
    ("mp3", (Audio, "mp3")),
    ("mpga", (Audio, "mpga")),
    ("m4a", (Audio, "m4a")),
    ("aac", (Audio, "aac")),
    ("wav", (Audio, "wav")),
    ("flac", (Audio, "flac")),
    ("ogg", (Audio, "ogg")),
    ("oga", (Audio, "ogg")),
    ("opus", (Audio, "opus")),
    ("mka", (Audio, "mka")),
    ("weba", (Audio, "webm")),
    ("pcm", (Audio, "pcm")),
];

/// Bytes that say the first and may be the second as well: there the name decides.
const OPEN: &[(Format, Format)] = &[
    ((Video, "mpg"), (Video, "mpeg")),
    ((Video, "mp4"), (Audio, "m4a")),
    ((Audio, "mp4"), (Audio, "m4a")),
    ((Video, "mkv"), (Audio, "mka")),
    ((Video, "webm"), (Audio, "webm")),
    ((Audio, "mp3"), (Audio, "mpga")),
    ((Audio, "opus"), (Audio, "ogg")),
];

/// The format of a file of this name that holds these bytes; the name is empty for stdin.
pub fn of_bytes(name: &str, bytes: &[u8]) -> Result<Format, Error> {
    let found = FileFormat::from_bytes(bytes);
    let promised = of_name(name);
    if found != FileFormat::PortableDocumentFormat && is_text(bytes) {
        return of_text(name, promised, found);
    }
    match (told(found), promised, found) {
        (Some(told), Some(promised), _) if OPEN.contains(&(told, promised)) => Ok(promised),
        (Some(told), ..) => Ok(told),
        // Many programs leave out the id by which one is told from the other.
        (None, Some(promised @ (Document, "doc" | "xls")), FileFormat::CompoundFileBinary) => Ok(promised),
        // Samples alone: nothing in them says what they are.
        (None, Some(promised @ (Audio, "pcm")), _) => Ok(promised),
        _ => Err(not_taken(name, bytes, found)),
    }
}

/// The format that the ending of a name promises.
pub fn of_name(name: &str) -> Option<Format> {
    let ending = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
    ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, format)| *format)
}

/// Whether it is of a format that is written as text.
pub fn is_textual(format: Format) -> bool {
    matches!(format, (Document, "csv" | "html" | "md" | "txt"))
}

/// Text is what is UTF-8 and has no zero byte: logs with colours in them are text.
fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok() && memchr::memchr(0, bytes).is_none()
}

fn of_text(name: &str, promised: Option<Format>, found: FileFormat) -> Result<Format, Error> {
    match promised {
        Some(promised) if is_textual(promised) => Ok(promised),
        // The service says "The detected filetype is PLAIN_TEXT, but the provided filetype was PDF."
        Some((_, format)) => Err(Error::usage(format!("`{name}` is called a {format}, but holds text"))
            .hint("is it a download that failed? To send the text, give it the ending `.txt`")),
        None if found == FileFormat::HypertextMarkupLanguage => Ok((Document, "html")),
        None => Ok((Document, "txt")),
    }
}

fn told(found: FileFormat) -> Option<Format> {
    Some(match found {
        FileFormat::PortableNetworkGraphics | FileFormat::AnimatedPortableNetworkGraphics => (Image, "png"),
        FileFormat::JointPhotographicExpertsGroup => (Image, "jpeg"),
        FileFormat::GraphicsInterchangeFormat => (Image, "gif"),
        FileFormat::Webp => (Image, "webp"),
        FileFormat::PortableDocumentFormat => (Document, "pdf"),
        FileFormat::MicrosoftWordDocument => (Document, "doc"),
        FileFormat::OfficeOpenXmlDocument => (Document, "docx"),
        FileFormat::MicrosoftExcelSpreadsheet => (Document, "xls"),
        FileFormat::OfficeOpenXmlSpreadsheet => (Document, "xlsx"),
        FileFormat::Mpeg4Part14 | FileFormat::Mpeg4Part14Video | FileFormat::AppleItunesVideo => (Video, "mp4"),
        FileFormat::AppleQuicktime => (Video, "mov"),
        FileFormat::MatroskaVideo | FileFormat::Matroska3dVideo => (Video, "mkv"),
        FileFormat::Webm => (Video, "webm"),
        FileFormat::FlashVideo => (Video, "flv"),
        FileFormat::Mpeg12Video => (Video, "mpg"),
        FileFormat::WindowsMediaVideo => (Video, "wmv"),
        FileFormat::ThirdGenerationPartnershipProject => (Video, "three_gp"),
        FileFormat::Mpeg12AudioLayer3 => (Audio, "mp3"),
        FileFormat::Mpeg12AudioLayer2 => (Audio, "mpeg"),
        FileFormat::Mpeg4Part14Audio => (Audio, "mp4"),
        FileFormat::AppleItunesAudio | FileFormat::AppleItunesAudiobook => (Audio, "m4a"),
        FileFormat::AdvancedAudioCoding => (Audio, "aac"),
        FileFormat::WaveformAudio => (Audio, "wav"),
        FileFormat::FreeLosslessAudioCodec => (Audio, "flac"),
        FileFormat::OggVorbis | FileFormat::OggFlac | FileFormat::OggSpeex => (Audio, "ogg"),
        FileFormat::OggOpus => (Audio, "opus"),
        FileFormat::MatroskaAudio => (Audio, "mka"),
        _ => return None,
    })
}

/// What is taken, for hints.
const TAKEN: &str = "images are png, jpeg, gif and webp; documents pdf, doc, docx, xls, xlsx and any text; video mp4, mov, mkv, webm, flv, mpeg, wmv and 3gp; audio mp3, m4a, aac, wav, flac, ogg, opus, mka and pcm";

fn not_taken(name: &str, bytes: &[u8], found: FileFormat) -> Error {
    let shown = if name.is_empty() { "stdin".to_owned() } else { format!("`{name}`") };
    let is_wide = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    if found != FileFormat::ArbitraryBinaryData && !is_wide {
        let what = found.name();
        return Error::usage(format!("{shown} is of the format {what}, which the service does not take")).hint(TAKEN);
    }
    let error = Error::usage(format!("{shown} is neither of a format that the service takes nor text in UTF-8"));
    if is_wide {
        return error.hint("it looks like UTF-16: convert it with `iconv -f UTF-16 -t UTF-8`");
    }
    // Text of another encoding has no zero bytes.
    match memchr::memchr(0, bytes) {
        None => error.hint("if it is text, convert it (`iconv -f LATIN1 -t UTF-8`, say)"),
        Some(_) => error.hint(TAKEN),
    }
}

/// A file that only the service sees: there is a name and nothing else.
pub fn of_s3(uri: &str) -> Result<Format, Error> {
    let key = uri.strip_prefix("s3://").and_then(|rest| rest.split_once('/')).map_or("", |(_, key)| key);
    of_name(key).ok_or_else(|| {
        let message = format!("`{uri}` does not say what it is: no ending tells a format that the service takes");
        Error::usage(message).hint(TAKEN)
    })
}
