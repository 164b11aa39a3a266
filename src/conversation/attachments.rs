//! Files as content blocks of the new user message, within what the service takes

use serde_json::{Map, Value};

use super::format::{self, Format, Kind};
use super::limits::Limits;
use super::{Request, in_place};
use crate::error::Error;

/// The blocks made so far, and what has to be known to make the next.
pub struct Attachments {
    blocks: Vec<Value>,
    /// The names of the request's documents, those that it had before among them.
    documents: Vec<String>,
    limits: Limits,
    inline: bool,
    /// The first document that needs a text beside it.
    first_document: Option<String>,
}

impl Attachments {
    /// Nothing yet, to be laid over this request.
    pub fn beside(request: &Request, model: Option<&str>, inline: bool) -> Self {
        let documents = request.document_names();
        let limits = Limits::new(model, request.images(), documents.len());
        Attachments { blocks: Vec::new(), documents, limits, inline, first_document: None }
    }

    /// Adds a file that was read; the name is empty for stdin.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), Error> {
        let shown = if name.is_empty() { "stdin".to_owned() } else { format!("`{name}`") };
        if bytes.is_empty() {
            return Err(Error::usage(format!("{shown} is empty, and the service refuses empty files")));
        }
        let format = format::of_bytes(name, &bytes)?;
        if self.inline && format::is_textual(format) {
            let text = String::from_utf8(bytes).expect("formats of text are told from UTF-8");
            self.blocks.push(object([("text", fenced(name, text).into())]));
            return Ok(());
        }
        self.limits.admit(&shown, format, &bytes)?;
        let source = object([("bytes", Value::String(in_place::base64(bytes)))]);
        self.push(shown, format, source);
        Ok(())
    }

    /// Adds a file that the model fetches.
    pub fn add_s3(&mut self, uri: &str) -> Result<(), Error> {
        check_s3(uri)?;
        let format = format::of_s3(uri)?;
        let shown = format!("`{uri}`");
        if self.inline && format::is_textual(format) {
            let message = format!("{shown} cannot go in by `--inline`: only the service reads it");
            return Err(Error::usage(message).hint("leave out `--inline`, or `aws s3 cp` the file first"));
        }
        self.limits.admit_unseen(&shown, format)?;
        let source = object([("s3Location", object([("uri", uri.into())]))]);
        self.push(shown, format, source);
        Ok(())
    }

    fn push(&mut self, shown: String, (kind, format): Format, source: Value) {
        let mut members = vec![("format", Value::from(format))];
        if kind == Kind::Document {
            members.push(("name", self.next_name().into()));
            self.first_document.get_or_insert(shown);
        }
        members.push(("source", source));
        self.blocks.push(object([(kind.member(), object(members))]));
    }

    /// Names go to the model, which may take one for an instruction: AWS advises neutral ones. They have to differ.
    fn next_name(&mut self) -> String {
        let number = self.documents.len() + 1;
        let mut names = (number..).map(|number| format!("Document {number}"));
        let name = names.find(|name| !self.documents.contains(name)).unwrap_or_default();
        self.documents.push(name.clone());
        name
    }

    /// The blocks, and the first of the files that is sent as a document.
    pub fn into_blocks(self) -> (Vec<Value>, Option<String>) {
        (self.blocks, self.first_document)
    }
}

/// Not `json!`, which copies the values that it is given.
fn object(members: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let members: Map<String, Value> = members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    members.into()
}

/// `S3Uri` of the service model.
fn check_s3(uri: &str) -> Result<(), Error> {
    let is_middle = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    let is_end = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let bucket = uri.strip_prefix("s3://").unwrap_or_default().split('/').next().unwrap_or_default().as_bytes();
    let hint = match bucket.is_empty() {
        true => "it is written `s3://BUCKET/KEY`",
        false => "a bucket's name has 3 to 63 lower-case letters, digits, `.` and `-`; it is written `s3://BUCKET/KEY`",
    };
    let is_bucket = (3..=63).contains(&bucket.len())
        && bucket.iter().all(|byte| is_middle(*byte))
        && is_end(bucket.first())
        && is_end(bucket.last());
    if is_bucket && uri.chars().count() <= 1024 {
        return Ok(());
    }
    Err(Error::usage(format!("`{uri}` is no address of a file in S3")).hint(hint))
}

/// Text between fences that it does not hold itself.
fn fenced(name: &str, mut text: String) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let line_end = if text.ends_with('\n') { "" } else { "\n" };
    text.insert_str(0, &format!("{fence}{}\n", info(name)));
    text + line_end + &fence + "\n"
}

/// A language and the file's name, as words that cannot end the line nor be a sentence.
fn info(name: &str) -> String {
    let is_plain = |character: &char| character.is_alphanumeric() || "._-/+".contains(*character);
    let plain: String = name.chars().map(|character| if is_plain(&character) { character } else { '-' }).collect();
    match plain.rsplit('/').next().and_then(|file| file.rsplit_once('.')) {
        Some((stem, ending)) if !stem.is_empty() && !ending.is_empty() => format!("{ending} {plain}"),
        _ if plain.is_empty() => plain,
        _ => format!("text {plain}"),
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    #[test]
    fn a_fence_is_longer_than_any_in_the_text() {
        assert_eq!(fenced("a/b.py", "x = 1".into()), "```py a/b.py\nx = 1\n```\n");
        assert_eq!(fenced("", "``` ````\n".into()), "`````\n``` ````\n`````\n");
        assert_eq!(fenced("a b\n`c`.md", "".into()), "```md a-b--c-.md\n\n```\n");
        assert_eq!(fenced(".env", "A=1\n".into()), "```text .env\nA=1\n```\n");
    }

    #[test]
    fn an_address_in_s3_has_a_bucket() {
        assert!(check_s3("s3://my.bucket-1/a b/ü.png").is_ok());
        for uri in ["s3://", "s3://b/a.png", "s3://Bucket/a.png", "s3://-bucket/a.png", "s3:///a.png"] {
            assert!(check_s3(uri).is_err(), "{uri}");
        }
    }

    /// Starts of files that the readers look into.
    const STARTS: &[&[u8]] = &[
        b"",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\xff\xc0",
        b"GIF89a",
        b"RIFF\x10\0\0\0WEBPVP8X",
        b"%PDF-1.7",
        b"PK\x03\x04word/PK\x01\x02PK\x05\x06",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska",
        b"\0\0\0\x18ftypisom\0\0\0\0moov",
        b"ID3\x04\0\0\0\0\0\x01",
        b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c",
        b"OggS\0\x02",
        b"<html>",
    ];

    #[test]
    fn whatever_a_file_holds_it_is_refused_or_sent_to_the_byte() {
        let mut random = fastrand::Rng::with_seed(5);
        let names = ["a.png", "a.pdf", "a.xls", "a.txt", "a.mp4", "a.pcm", "a", ""];
        let mut sent = 0;
        for round in 0..20_000 {
            let mut bytes = random.choice(STARTS).map(|start| start.to_vec()).unwrap_or_default();
            let small = random.bool();
            bytes.extend((0..random.usize(..400)).map(|_| if small { random.u8(..4) } else { random.u8(..) }));
            let mut attachments = Attachments::beside(&Request::new(), None, random.bool());
            let name = random.choice(names).unwrap_or_default();
            if attachments.add(name, bytes.clone()).is_ok() {
                let (blocks, _) = attachments.into_blocks();
                let block = blocks[0].as_object().and_then(|block| block.values().next()).expect("a block");
                if let Some(base64) = block.pointer("/source/bytes").and_then(Value::as_str) {
                    assert_eq!(STANDARD.decode(base64).ok(), Some(bytes), "round {round}");
                    sent += 1;
                }
            }
        }
        assert!(sent > 5_000, "{sent}");
    }
}
