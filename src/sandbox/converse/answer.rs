//! An answer of Converse, as one reply or as a stream of events

use serde_json::{Map, Value, json};

use super::super::echo;
use super::super::eventstream::Frame;

const LATENCY_MS: u64 = 12;
/// What the service pads its events with, so that their lengths do not tell what was said.
const PADDING: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// Stands for reasoning that its provider has encrypted.
const REDACTED: &str = "c2FuZGJveCByZWRhY3RlZA==";

/// What the model said, before it is put into either form.
#[derive(Clone)]
pub(in crate::sandbox) struct Answer {
    pub(in crate::sandbox) blocks: Vec<Block>,
    pub(in crate::sandbox) stop_reason: String,
    /// Input and output tokens; none when nothing was counted.
    pub(in crate::sandbox) usage: Option<(u64, u64)>,
    /// Counters of the cache, where there was a cache point; their tokens are not among the input.
    pub(in crate::sandbox) cache: Map<String, Value>,
    /// Members of the reply, or of the last event, that depend on the request.
    pub(in crate::sandbox) members: Map<String, Value>,
    /// Where the model puts what `additionalModelResponseFieldPaths` asks for.
    pub(in crate::sandbox) fields: Option<Value>,
    /// An event that no SDK knows, for the middle of a stream.
    pub(in crate::sandbox) event: Option<(&'static str, Value)>,
}

/// A block of content.
#[derive(Clone)]
pub(in crate::sandbox) enum Block {
    Text(String),
    Reasoning(String),
    /// Reasoning that only the model's provider can read.
    Redacted,
    /// A text and what it cites.
    Cited {
        text: String,
        citation: Value,
    },
    ToolUse {
        id: String,
        name: String,
        input: Value,
    },
    /// A union member that no SDK knows.
    Unknown(Value),
}

impl Answer {
    /// The reply of Converse.
    pub(in crate::sandbox) fn whole(&self) -> Value {
        let content: Vec<Value> = self.blocks.iter().map(Block::whole).collect();
        let mut reply = json!({
            "output": {"message": {"role": "assistant", "content": content}},
            "stopReason": self.stop_reason,
        });
        if let Some(usage) = self.usage() {
            reply["usage"] = usage;
        }
        reply["metrics"] = json!({"latencyMs": LATENCY_MS});
        if let Some(fields) = &self.fields {
            reply["additionalModelResponseFields"] = fields.clone();
        }
        extend(&mut reply, &self.members);
        reply
    }

    /// The events of ConverseStream.
    pub(in crate::sandbox) fn events(&self) -> Vec<Frame> {
        let mut frames = vec![event("messageStart", json!({"role": "assistant"}))];
        for (index, block) in self.blocks.iter().enumerate() {
            frames.extend(block.events(index));
        }
        frames.extend(self.event.iter().map(|(kind, payload)| event(kind, payload.clone())));
        let mut stop = json!({"stopReason": self.stop_reason});
        if let Some(fields) = &self.fields {
            stop["additionalModelResponseFields"] = fields.clone();
        }
        frames.push(event("messageStop", stop));
        if let Some(usage) = self.usage() {
            let mut metadata = json!({"metrics": {"latencyMs": LATENCY_MS}, "usage": usage});
            extend(&mut metadata, &self.members);
            frames.push(event("metadata", metadata));
        }
        frames
    }

    fn usage(&self) -> Option<Value> {
        let (input, output) = self.usage?;
        let cached =
            ["cacheReadInputTokens", "cacheWriteInputTokens"].iter().filter_map(|name| self.cache.get(*name)?.as_u64());
        let total = input.saturating_add(output).saturating_add(cached.sum());
        let mut usage = json!({"inputTokens": input, "outputTokens": output, "totalTokens": total});
        extend(&mut usage, &self.cache);
        Some(usage)
    }
}

impl Block {
    /// How many tokens it counts for.
    pub(in crate::sandbox) fn tokens(&self) -> u64 {
        match self {
            Self::Text(text) | Self::Reasoning(text) | Self::Cited { text, .. } => echo::tokens(text.len()),
            Self::Redacted => echo::tokens(REDACTED.len()),
            Self::ToolUse { input, .. } | Self::Unknown(input) => echo::tokens(input.to_string().len()),
        }
    }

    fn whole(&self) -> Value {
        match self {
            Self::Text(text) => json!({"text": text}),
            Self::Reasoning(text) => {
                json!({"reasoningContent": {"reasoningText": {"text": text, "signature": signature(text)}}})
            }
            Self::Redacted => json!({"reasoningContent": {"redactedContent": REDACTED}}),
            Self::Cited { text, citation } => {
                json!({"citationsContent": {"content": [{"text": text}], "citations": [citation]}})
            }
            Self::ToolUse { id, name, input } => {
                json!({"toolUse": {"toolUseId": id, "name": name, "input": input}})
            }
            Self::Unknown(block) => block.clone(),
        }
    }

    /// Only a tool's block begins with an event of its own; text begins with its first delta.
    fn events(&self, index: usize) -> Vec<Frame> {
        let mut frames = Vec::new();
        if let Self::ToolUse { id, name, .. } = self {
            let start = json!({"toolUse": {"toolUseId": id, "name": name}});
            frames.push(event("contentBlockStart", json!({"contentBlockIndex": index, "start": start})));
        }
        let delta = |delta: Value| event("contentBlockDelta", json!({"contentBlockIndex": index, "delta": delta}));
        frames.extend(self.deltas().into_iter().map(delta));
        frames.push(event("contentBlockStop", json!({"contentBlockIndex": index})));
        frames
    }

    fn deltas(&self) -> Vec<Value> {
        match self {
            Self::Text(text) => echo::deltas(text).iter().map(|text| json!({"text": text})).collect(),
            Self::Reasoning(text) => {
                let text = echo::deltas(text).into_iter().map(|text| json!({"text": text}));
                let parts = text.chain([json!({"signature": signature(text_of(self))})]);
                parts.map(|part| json!({"reasoningContent": part})).collect()
            }
            Self::Redacted => vec![json!({"reasoningContent": {"redactedContent": REDACTED}})],
            Self::Cited { text, citation } => {
                let text = echo::deltas(text).into_iter().map(|text| json!({"text": text}));
                text.chain([json!({"citation": citation})]).collect()
            }
            // What is no object comes as it is: an input that does not parse.
            Self::ToolUse { input: Value::String(garbled), .. } => vec![json!({"toolUse": {"input": garbled}})],
            Self::ToolUse { input: Value::Object(input), .. } if input.is_empty() => {
                vec![json!({"toolUse": {"input": ""}})]
            }
            Self::ToolUse { input, .. } => {
                let input = input.to_string();
                echo::deltas(&input).iter().map(|input| json!({"toolUse": {"input": input}})).collect()
            }
            Self::Unknown(block) => vec![block.clone()],
        }
    }
}

fn text_of(block: &Block) -> &str {
    match block {
        Block::Text(text) | Block::Reasoning(text) => text,
        Block::Redacted | Block::Cited { .. } | Block::ToolUse { .. } | Block::Unknown(_) => "",
    }
}

/// Stands for what a model signs its reasoning with; nothing is signed here.
fn signature(text: &str) -> String {
    format!("sandbox-{:08x}", crc32fast::hash(text.as_bytes()))
}

fn extend(value: &mut Value, members: &Map<String, Value>) {
    for (name, member) in members {
        value[name.as_str()] = member.clone();
    }
}

/// An event with its padding, a member that changes in length.
fn event(kind: &str, mut payload: Value) -> Frame {
    let text = payload.to_string();
    let length = 3 + crc32fast::hash(text.as_bytes()) as usize % (PADDING.len() - 3);
    payload["p"] = Value::from(&PADDING[..length]);
    Frame::event(kind, payload.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(blocks: Vec<Block>) -> Answer {
        let stop_reason = "end_turn".to_owned();
        let (members, cache) = (Map::new(), Map::new());
        Answer { blocks, stop_reason, usage: Some((3, 4)), cache, members, fields: None, event: None }
    }

    fn kinds(frames: &[Frame]) -> Vec<&str> {
        frames.iter().map(|frame| frame.headers[0].1.as_str()).collect()
    }

    #[test]
    fn the_usage_comes_after_the_stop() {
        let frames = answer(vec![Block::Text("hello".into())]).events();
        assert_eq!(
            kinds(&frames),
            ["messageStart", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata"]
        );
    }

    #[test]
    fn a_tool_use_begins_with_its_name() {
        let block = Block::ToolUse { id: "t".into(), name: "weather".into(), input: json!({"city": "Bern"}) };
        let frames = answer(vec![block]).events();
        assert_eq!(kinds(&frames)[1], "contentBlockStart");
        assert!(String::from_utf8_lossy(&frames[1].payload).contains("weather"));
    }

    #[test]
    fn every_event_is_padded() {
        for frame in answer(vec![Block::Reasoning("why".into())]).events() {
            assert!(String::from_utf8_lossy(&frame.payload).contains(r#""p":"abc"#));
        }
    }

    #[test]
    fn totals_are_sums() {
        assert_eq!(answer(Vec::new()).whole()["usage"]["totalTokens"], 7);
    }
}
