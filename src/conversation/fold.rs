//! The assistant's message out of an answer: a reply's as it came, a stream's put together from its events

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::block::{Block, Lost, Members};

/// A message that is being put together.
#[derive(Default)]
pub struct Fold {
    blocks: BTreeMap<u64, Block>,
    /// The message of a reply, which comes whole.
    whole: Option<String>,
    /// Why no message can be made of it.
    lost: Option<Lost>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    role: Option<String>,
    content_block_index: Option<u64>,
    #[serde(borrow)]
    start: Option<Members<'a>>,
    #[serde(borrow)]
    delta: Option<Members<'a>>,
}

#[derive(Deserialize)]
struct Reply<'a> {
    #[serde(borrow)]
    output: Output<'a>,
}

#[derive(Deserialize)]
struct Output<'a> {
    #[serde(borrow)]
    message: &'a RawValue,
}

impl Fold {
    /// Takes in an event of ConverseStream.
    pub fn event(&mut self, name: &str, payload: &[u8]) {
        if self.lost.is_none() {
            self.lost = self.take(name, payload).err();
        }
    }

    fn take(&mut self, name: &str, payload: &[u8]) -> Result<(), Lost> {
        // Neither says anything of the message; what they hold may be of any kind.
        if matches!(name, "messageStop" | "metadata") {
            return Ok(());
        }
        let event: Event = serde_json::from_slice(payload).map_err(|_| format!("an event `{name}` does not parse"))?;
        let index = event.content_block_index;
        match (name, event.start, event.delta) {
            ("messageStart", ..) => is_assistants(event.role.as_deref()),
            ("contentBlockStart", Some(start), _) => self.start(index, &start),
            ("contentBlockDelta", _, Some(delta)) => self.block(index)?.delta(&delta),
            ("contentBlockStart" | "contentBlockDelta" | "contentBlockStop", ..) => Ok(()),
            _ if index.is_none() => Ok(()),
            _ => Err(format!("it holds an event of content that is new to bedr, `{name}`")),
        }
    }

    fn start(&mut self, index: Option<u64>, start: &Members) -> Result<(), Lost> {
        let block = self.block(index)?;
        if !matches!(block, Block::New) {
            return Err("a content block in it begins twice".to_owned());
        }
        *block = Block::start(start)?;
        Ok(())
    }

    fn block(&mut self, index: Option<u64>) -> Result<&mut Block, Lost> {
        let index = index.ok_or("a content block in it has no index")?;
        Ok(self.blocks.entry(index).or_insert(Block::New))
    }

    /// Takes in the reply of Converse.
    pub fn reply(&mut self, body: &[u8]) {
        match serde_json::from_slice::<Reply>(body) {
            Ok(reply) => self.whole = Some(reply.output.message.get().to_owned()),
            Err(_) => self.lost = Some("it has no `output.message`".to_owned()),
        }
    }

    /// The message in JSON, fit for a request, or why there is none.
    pub fn message(self) -> Result<String, Lost> {
        if let Some(lost) = self.lost {
            return Err(lost);
        }
        let message = match self.whole {
            Some(message) => without_blank_text(message)?,
            None => {
                let blocks = self.blocks.values().map(Block::finish).collect::<Result<Vec<_>, Lost>>()?;
                let blocks: Vec<String> = blocks.into_iter().flatten().collect();
                format!(r#"{{"role":"assistant","content":[{}]}}"#, blocks.join(","))
            }
        };
        readable(&message)?;
        // Between tokens, which is all the place they have in JSON, they are spaces: a message is a line.
        Ok(message.replace(['\n', '\r'], " "))
    }
}

fn is_assistants(role: Option<&str>) -> Result<(), Lost> {
    match role {
        None | Some("assistant") => Ok(()),
        Some(other) => Err(format!("it is no assistant's but of the role `{other}`")),
    }
}

/// A reply's message byte for byte, unless a text block in it is blank: the service refuses that in a request.
fn without_blank_text(message: String) -> Result<String, Lost> {
    let foreign = |_| "its message has another form than the service's".to_owned();
    let members: Members = serde_json::from_str(&message).map_err(foreign)?;
    let content = members.get("content").map_or("[]", |content| content.get());
    let blocks: Vec<&RawValue> = serde_json::from_str(content).map_err(foreign)?;
    let kept: Vec<&str> = blocks.iter().map(|block| block.get()).filter(|block| !is_blank_text(block)).collect();
    if kept.len() == blocks.len() {
        return Ok(message);
    }
    let content = format!("[{}]", kept.join(","));
    let members = members.iter().map(|(name, value)| {
        let value = if name == "content" { content.as_str() } else { value.get() };
        format!("{}:{value}", Value::from(name.as_str()))
    });
    Ok(format!("{{{}}}", members.collect::<Vec<_>>().join(",")))
}

fn is_blank_text(block: &str) -> bool {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Text {
        text: String,
    }
    serde_json::from_str::<Text>(block).is_ok_and(|block| block.text.trim().is_empty())
}

/// Whether what is written can be read again: a message stands two levels deep in its request.
fn readable(message: &str) -> Result<(), Lost> {
    let read = serde_json::from_str::<Value>(&format!("[[{message}]]")).map_err(|error| {
        let error = error.to_string();
        match error.split(" at line").next().unwrap_or_default() {
            "recursion limit exceeded" => "it is nested too deep".to_owned(),
            what if what.contains("surrogate") || what.contains("hex escape") => {
                "it holds half of a character".to_owned()
            }
            what => format!("it does not parse ({what})"),
        }
    })?;
    let message = &read[0][0];
    is_assistants(message["role"].as_str())?;
    match message["content"].as_array() {
        // The service would refuse every later turn for it.
        Some(content) if content.iter().any(has_garbled_input) => {
            Err("the input of a tool use in it is no JSON object".to_owned())
        }
        Some(content) if !content.is_empty() && message["role"].is_string() => Ok(()),
        _ => Err("it is empty".to_owned()),
    }
}

fn has_garbled_input(block: &Value) -> bool {
    block["toolUse"].is_object() && !block["toolUse"]["input"].is_object()
}
