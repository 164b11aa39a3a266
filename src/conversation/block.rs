//! A content block put together from the deltas of ConverseStream
//!
//! The kinds are those of botocore's model: `ContentBlockStart`, `ContentBlockDelta` and what they become in `ContentBlock`.
//! What is not known cannot be put together, and is said instead of left out.

use indexmap::IndexMap;
use serde_json::value::RawValue;

use super::pieces::{Blob, Pieces};

/// Members of an object, or of a union of the service, unread.
pub type Members<'a> = IndexMap<String, &'a RawValue>;

/// Why a block cannot be put together, for a person.
pub type Lost = String;

/// A block so far.
pub enum Block {
    /// Nothing but its index is known.
    New,
    Text {
        text: Pieces,
        citations: Vec<String>,
    },
    Reasoning {
        text: Pieces,
        signature: Pieces,
    },
    Redacted(Option<Blob>),
    ToolUse {
        /// The members of its start, as JSON writes them in an object.
        start: String,
        input: Pieces,
    },
    ToolResult {
        start: String,
        content: Vec<ResultPart>,
    },
    Image {
        start: String,
        bytes: Option<Blob>,
        /// What came whole: a place in S3, or why there is no image.
        location: Option<String>,
        error: Option<String>,
    },
}

/// A part of what a tool gave back.
pub enum ResultPart {
    Text(Pieces),
    Json(String),
}

impl Block {
    /// A block that begins with an event of its own.
    pub fn start(start: &Members) -> Result<Self, Lost> {
        let Some((kind, value)) = only(start)? else {
            return Ok(Block::New);
        };
        let start = |taken: &[&str]| start_members(kind, value, taken);
        match kind {
            "toolUse" => Ok(Block::ToolUse { start: start(&["input"])?, input: Pieces::default() }),
            "toolResult" => Ok(Block::ToolResult { start: start(&["content"])?, content: Vec::new() }),
            "image" => {
                Ok(Block::Image { start: start(&["source", "error"])?, bytes: None, location: None, error: None })
            }
            _ => Err(unknown(kind)),
        }
    }

    /// Adds a delta.
    pub fn delta(&mut self, delta: &Members) -> Result<(), Lost> {
        let Some((kind, value)) = only(delta)? else {
            return Ok(());
        };
        if matches!(self, Block::New) {
            *self = Block::of_first(kind, value)?;
        }
        match (&mut *self, kind) {
            (Block::Text { text, .. }, "text") => text.push(value).ok_or_else(|| unknown(kind)),
            (Block::Text { citations, .. }, "citation") => {
                citations.push(value.get().to_owned());
                Ok(())
            }
            (Block::Reasoning { .. } | Block::Redacted(_), "reasoningContent") => self.reasoning(value),
            (Block::ToolUse { input, .. }, "toolUse") => tool_input(input, value),
            (Block::ToolResult { content, .. }, "toolResult") => tool_result(content, value),
            (Block::Image { .. }, "image") => self.image(value),
            _ => Err(format!("a content block in it mixes kinds, `{kind}` among them")),
        }
    }

    /// A block that begins with its first delta.
    fn of_first(kind: &str, value: &RawValue) -> Result<Self, Lost> {
        match kind {
            "text" | "citation" => Ok(Block::Text { text: Pieces::default(), citations: Vec::new() }),
            "reasoningContent" => match only(&members(kind, value)?)? {
                Some(("redactedContent", _)) => Ok(Block::Redacted(None)),
                _ => Ok(Block::Reasoning { text: Pieces::default(), signature: Pieces::default() }),
            },
            "toolUse" | "toolResult" | "image" => Err(format!("a `{kind}` block in it has no beginning")),
            _ => Err(unknown(kind)),
        }
    }

    fn reasoning(&mut self, value: &RawValue) -> Result<(), Lost> {
        let delta = members("reasoningContent", value)?;
        let Some((kind, value)) = only(&delta)? else {
            return Ok(());
        };
        let place = || unknown(&format!("reasoningContent.{kind}"));
        match (&mut *self, kind) {
            (Block::Reasoning { text, .. }, "text") => text.push(value).ok_or_else(place),
            (Block::Reasoning { signature, .. }, "signature") => signature.push(value).ok_or_else(place),
            (Block::Redacted(bytes), "redactedContent") => Blob::add(bytes, value).ok_or_else(place),
            _ => Err(place()),
        }
    }

    fn image(&mut self, value: &RawValue) -> Result<(), Lost> {
        let Block::Image { bytes, location, error, .. } = self else { return Err(unknown("image")) };
        for (kind, value) in members("image", value)?.iter().filter(|(_, value)| !is_null(value)) {
            match kind.as_str() {
                "source" => match only(&members("image.source", value)?)? {
                    None => {}
                    Some(("bytes", piece)) if location.is_none() => {
                        Blob::add(bytes, piece).ok_or_else(|| unknown("image.source.bytes"))?;
                    }
                    Some(("s3Location", place)) if bytes.is_none() && location.is_none() => {
                        *location = Some(place.get().to_owned());
                    }
                    Some((other, _)) => return Err(unknown(&format!("image.source.{other}"))),
                },
                "error" if error.is_none() => *error = Some(value.get().to_owned()),
                other => return Err(unknown(&format!("image.{other}"))),
            }
        }
        Ok(())
    }

    /// The block of a message; `None` for one without content, which the service refuses in a request.
    pub fn finish(&self) -> Result<Option<String>, Lost> {
        let block = match self {
            Block::New => return Ok(None),
            Block::Text { text, citations } => return Ok(text_block(text, citations)),
            Block::Reasoning { text, signature } => {
                let signature =
                    if signature.is_empty() { String::new() } else { format!(r#","signature":{}"#, signature.json()) };
                format!(r#"{{"reasoningContent":{{"reasoningText":{{"text":{}{signature}}}}}}}"#, text.json())
            }
            Block::Redacted(bytes) => {
                let bytes = bytes.as_ref().map(Blob::json).unwrap_or_default();
                format!(r#"{{"reasoningContent":{{"redactedContent":{bytes}}}}}"#)
            }
            Block::ToolUse { start, input } => format!(r#"{{"toolUse":{{{start},"input":{}}}}}"#, parsed_input(input)?),
            Block::ToolResult { start, content } => {
                let content: Vec<String> = content.iter().map(ResultPart::json).collect();
                format!(r#"{{"toolResult":{{{start},"content":[{}]}}}}"#, content.join(","))
            }
            Block::Image { start, bytes, location, error } => {
                let bytes = bytes.iter().map(|bytes| format!(r#","source":{{"bytes":{}}}"#, bytes.json()));
                let location = location.iter().map(|place| format!(r#","source":{{"s3Location":{place}}}"#));
                let error = error.iter().map(|error| format!(r#","error":{error}"#));
                let members: String = bytes.chain(location).chain(error).collect();
                format!(r#"{{"image":{{{start}{members}}}}}"#)
            }
        };
        Ok(Some(block))
    }
}

impl ResultPart {
    fn json(&self) -> String {
        match self {
            ResultPart::Text(text) => format!(r#"{{"text":{}}}"#, text.json()),
            ResultPart::Json(json) => format!(r#"{{"json":{json}}}"#),
        }
    }
}

/// Text with citations is a block of its own kind. Blank text alone is refused in a request.
fn text_block(text: &Pieces, citations: &[String]) -> Option<String> {
    let is_blank = text.text().is_some_and(|text| text.trim().is_empty());
    if citations.is_empty() {
        return (!is_blank).then(|| format!(r#"{{"text":{}}}"#, text.json()));
    }
    let content = if text.is_empty() { String::new() } else { format!(r#""content":[{{"text":{}}}],"#, text.json()) };
    Some(format!(r#"{{"citationsContent":{{{content}"citations":[{}]}}}}"#, citations.join(",")))
}

/// A tool that takes nothing may be given nothing.
fn parsed_input(input: &Pieces) -> Result<String, Lost> {
    let text = input.text().ok_or("the input of a tool use in it holds half of a character")?;
    match text.trim() {
        "" => Ok("{}".to_owned()),
        text if serde_json::from_str::<&RawValue>(text).is_ok() => Ok(text.to_owned()),
        _ => Err("the input of a tool use in it is no JSON object".to_owned()),
    }
}

fn tool_input(input: &mut Pieces, value: &RawValue) -> Result<(), Lost> {
    match only(&members("toolUse", value)?)? {
        None => Ok(()),
        Some(("input", piece)) => input.push(piece).ok_or_else(|| unknown("toolUse.input")),
        Some((other, _)) => Err(unknown(&format!("toolUse.{other}"))),
    }
}

/// Text goes on where text has ended; everything else stands for itself.
fn tool_result(content: &mut Vec<ResultPart>, value: &RawValue) -> Result<(), Lost> {
    let parts: Vec<Members> = serde_json::from_str(value.get()).map_err(|_| unknown("toolResult"))?;
    for part in &parts {
        match only(part)? {
            None => {}
            Some(("json", json)) => content.push(ResultPart::Json(json.get().to_owned())),
            Some(("text", piece)) => {
                if !matches!(content.last(), Some(ResultPart::Text(_))) {
                    content.push(ResultPart::Text(Pieces::default()));
                }
                if let Some(ResultPart::Text(text)) = content.last_mut() {
                    text.push(piece).ok_or_else(|| unknown("toolResult.text"))?;
                }
            }
            Some((other, _)) => return Err(unknown(&format!("toolResult.{other}"))),
        }
    }
    Ok(())
}

/// The members that a block's start has, but for those that its deltas bring.
fn start_members(kind: &str, value: &RawValue, taken: &[&str]) -> Result<String, Lost> {
    let members = members(kind, value)?;
    let members: Vec<_> = members.iter().filter(|(_, value)| !is_null(value)).collect();
    if members.is_empty() || members.iter().any(|(name, _)| taken.contains(&name.as_str())) {
        return Err(format!("a `{kind}` block in it begins in a way that is new to bedr"));
    }
    let members =
        members.iter().map(|(name, value)| format!("{}:{}", serde_json::Value::from(name.as_str()), value.get()));
    Ok(members.collect::<Vec<_>>().join(","))
}

fn members<'a>(kind: &str, value: &'a RawValue) -> Result<Members<'a>, Lost> {
    serde_json::from_str(value.get()).map_err(|_| unknown(kind))
}

/// The one member of a union; null members are not there.
fn only<'a>(union: &'a Members<'a>) -> Result<Option<(&'a str, &'a RawValue)>, Lost> {
    let mut members = union.iter().filter(|(_, value)| !is_null(value));
    let first = members.next().map(|(kind, value)| (kind.as_str(), *value));
    match members.next() {
        None => Ok(first),
        Some((second, _)) => Err(unknown(second)),
    }
}

fn is_null(value: &RawValue) -> bool {
    value.get() == "null"
}

fn unknown(kind: &str) -> Lost {
    format!("it holds a kind of content that is new to bedr, `{kind}`")
}
