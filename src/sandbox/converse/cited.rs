//! Citations: what an answer says about the documents that ask for them
//!
//! Source: <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CitationsContentBlock.html>

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::answer::Block;

const QUOTED: usize = 40;

/// A block about each document with `citations.enabled`.
pub(super) fn blocks(request: &Value) -> Vec<Block> {
    cited(request).map(|(at, document)| block(at, document)).collect()
}

/// Whether there is a document that asks for them.
pub(super) fn is_asked(request: &Value) -> bool {
    cited(request).next().is_some()
}

fn cited(request: &Value) -> impl Iterator<Item = (usize, &Value)> {
    let messages = request["messages"].as_array().into_iter().flatten();
    let content = messages.flat_map(|message| message["content"].as_array().into_iter().flatten());
    let documents = content.map(|block| &block["document"]).filter(|document| document.is_object()).enumerate();
    documents.filter(|(_, document)| document["citations"]["enabled"] == true)
}

fn block(at: usize, document: &Value) -> Block {
    let title = &document["name"];
    let name = title.as_str().unwrap_or_default();
    let Some(beginning) = beginning(&document["source"]) else {
        let location = json!({"documentPage": {"documentIndex": at, "start": 1, "end": 2}});
        let citation = json!({"title": title, "sourceContent": [], "location": location});
        return Block::Cited { text: format!(" There is a page in “{name}”."), citation };
    };
    let end = beginning.chars().count();
    let location = json!({"documentChar": {"documentIndex": at, "start": 0, "end": end}});
    let citation = json!({"title": title, "sourceContent": [{"text": beginning}], "location": location});
    Block::Cited { text: format!(" “{name}” begins with “{beginning}”."), citation }
}

/// The beginning of a text; of other documents only the model's provider can read anything.
fn beginning(source: &Value) -> Option<String> {
    let decoded = source["bytes"].as_str().and_then(|bytes| STANDARD.decode(bytes).ok());
    let text = match source["text"].as_str() {
        Some(text) => text.to_owned(),
        None => String::from_utf8(decoded?).ok()?,
    };
    let line: String = text.lines().next()?.chars().take(QUOTED).collect();
    (!line.is_empty()).then_some(line)
}
