//! Answers with something odd in them

use serde_json::{Map, Value, json};

use super::super::converse::{self, Answer, Block};
use super::super::reply::{Content, Reply};
use super::{Effect, Struck, UNKNOWN_MEMBER, Wish};

const DEPTH: usize = 10_000;
/// Stands for the deep part until the rest is text: neither making nor dropping such a value is safe.
const DEEP: &str = "\u{1}deep\u{1}";

impl Struck {
    pub(in crate::sandbox) fn counts_tokens(&self) -> bool {
        self.effects().all(|effect| *effect != Effect::NoUsage)
    }

    /// How many entries a page has, whatever was asked for.
    pub(in crate::sandbox) fn page_size(&self) -> Option<usize> {
        self.effects().find_map(|effect| match effect {
            Effect::PageSize(size) => Some(*size),
            _ => None,
        })
    }

    pub(in crate::sandbox) fn adds_unknown_members(&self) -> bool {
        self.effects().any(|effect| *effect == Effect::UnknownMember)
    }

    /// Changes what the model said in a conversation.
    pub(in crate::sandbox) fn change_answer(&self, answer: &mut Answer, tool: Option<&str>) {
        for effect in self.effects() {
            change(answer, effect, tool);
        }
    }

    /// Changes an entry of the catalogue: a model, a profile, or something of the account's.
    pub(in crate::sandbox) fn change_entry(&self, entry: &mut Value) {
        for effect in self.effects() {
            match effect {
                Effect::UnknownMember => {
                    entry[UNKNOWN_MEMBER] = json!({"depth": 3});
                    if entry.get("inferenceTypesSupported").is_some() {
                        entry["inferenceTypesSupported"] = json!(["TELEPATHY"]);
                    }
                }
                Effect::NullMembers => {
                    for name in optional(entry) {
                        entry.get_mut(*name).map(Value::take);
                    }
                }
                Effect::Deep => entry[UNKNOWN_MEMBER] = Value::from(DEEP),
                _ => {}
            }
        }
    }

    /// Changes a reply when it is text already: its depth, its size and its headers.
    pub(in crate::sandbox) fn change_reply(&self, reply: &mut Reply) {
        for effect in self.effects() {
            match effect {
                Effect::Deep => reply.content.deepen(),
                Effect::NoUsage => reply.headers.retain(|(name, _)| !name.ends_with("-token-count")),
                Effect::Big(size) => reply.content.grow(*size),
                Effect::HugeHeader(size) => reply.headers.push(("x-amzn-bedrock-hologram", "x".repeat(*size))),
                Effect::UnknownMember => reply.headers.push(("x-amzn-bedrock-hologram", "3".to_owned())),
                _ => {}
            }
        }
    }
}

/// The members that the service model lets an entry go without.
fn optional(entry: &Value) -> &'static [&'static str] {
    if entry.get("modelId").is_some() {
        &["modelName", "customizationsSupported", "responseStreamingSupported", "modelLifecycle"]
    } else if entry.get("inferenceProfileId").is_some() {
        &["description", "createdAt", "updatedAt"]
    } else {
        &["commitmentDuration", "lastUpdatedAt", "modelArchitecture", "description", "statusMessage"]
    }
}

fn change(answer: &mut Answer, effect: &Effect, tool: Option<&str>) {
    match effect {
        Effect::Stop(reason) => answer.stop_reason.clone_from(reason),
        Effect::ToolUse(wish) => {
            let tool = tool.unwrap_or("sandbox");
            match wish {
                Wish::Alone => answer.blocks = vec![tool_use(tool)],
                Wish::BehindText => answer.blocks.extend([tool_use(tool), without_input(tool)]),
                Wish::Garbled => answer.blocks = vec![garbled(tool)],
            }
            answer.stop_reason = "tool_use".to_owned();
            count(answer);
        }
        Effect::Reasoning { redacted } => {
            let block = if *redacted { Block::Redacted } else { Block::Reasoning(converse::WHY.to_owned()) };
            answer.blocks.insert(0, block);
            count(answer);
        }
        Effect::OffSchema => {
            let texts = answer.blocks.iter_mut().filter_map(|block| match block {
                Block::Text(text) => Some(text),
                _ => None,
            });
            texts.for_each(|text| *text = converse::spoiled(text).unwrap_or_else(|| text.clone()));
        }
        Effect::Empty => {
            answer.blocks.clear();
            count(answer);
        }
        Effect::NoUsage => answer.usage = None,
        Effect::Flood(deltas) => answer.usage = answer.usage.map(|(input, _)| (input, *deltas)),
        Effect::UnknownMember => {
            answer.blocks.push(Block::Unknown(json!({UNKNOWN_MEMBER: {"depth": 3}})));
            answer.members.insert(UNKNOWN_MEMBER.to_owned(), json!({"depth": 3}));
            answer.event = Some((UNKNOWN_MEMBER, json!({"depth": 3})));
        }
        Effect::NullMembers => {
            for name in ["trace", "performanceConfig", "serviceTier"] {
                answer.members.insert(name.to_owned(), Value::Null);
            }
            answer.fields = Some(Value::Null);
        }
        Effect::Deep => answer.fields = Some(Value::from(DEEP)),
        _ => {}
    }
}

fn tool_use(name: &str) -> Block {
    let mut input = Map::new();
    input.insert("city".to_owned(), Value::from("Zürich"));
    input.insert("days".to_owned(), Value::from(3));
    Block::ToolUse { id: "tooluse_sandbox0000000000000".to_owned(), name: name.to_owned(), input: input.into() }
}

fn without_input(name: &str) -> Block {
    let input = Map::new().into();
    Block::ToolUse { id: "tooluse_sandbox0000000000001".to_owned(), name: name.to_owned(), input }
}

/// A call whose input is no JSON; in a reply it is a string, as nothing else can be written there.
fn garbled(name: &str) -> Block {
    let input = Value::from(r#"{"city": "Zür"#);
    Block::ToolUse { id: "tooluse_sandbox0000000000002".to_owned(), name: name.to_owned(), input }
}

fn count(answer: &mut Answer) {
    let output = answer.blocks.iter().map(Block::tokens).sum();
    answer.usage = answer.usage.map(|(input, _)| (input, output));
}

impl Content {
    fn deepen(&mut self) {
        let placeholder = Value::from(DEEP).to_string();
        let deep = "[".repeat(DEPTH) + &"]".repeat(DEPTH);
        let deepened = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&placeholder, &deep).into();
        match self {
            Self::Whole(body) => *body = deepened(body),
            Self::Frames(frames) => frames.iter_mut().for_each(|frame| frame.payload = deepened(&frame.payload)),
        }
    }

    /// Makes a reply exactly as long as asked: its first text grows, or a raw body is repeated.
    fn grow(&mut self, size: usize) {
        let Self::Whole(body) = self else { return };
        let missing = size.saturating_sub(body.len());
        let text = br#""text":""#;
        let at = body.windows(text.len()).position(|window| window == text).map(|at| at + text.len());
        let mut grown = Vec::with_capacity(size.max(body.len()));
        match at {
            Some(at) => {
                grown.extend_from_slice(&body[..at]);
                grown.resize(at + missing, b'x');
                grown.extend_from_slice(&body[at..]);
            }
            None => grown.resize(size, b'x'),
        }
        *body = grown.into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_grows_to_the_byte() {
        for body in [r#"{"output":{"text":"short"}}"#, "raw"] {
            let mut content = Content::Whole(body.into());
            content.grow(1_000_003);
            let Content::Whole(body) = content else { unreachable!() };
            assert_eq!(body.len(), 1_000_003);
        }
    }

    #[test]
    fn a_deep_part_is_put_in_as_text() {
        let mut content = Content::Whole(json!({"deep": DEEP}).to_string().into());
        content.deepen();
        let Content::Whole(body) = content else { unreachable!() };
        assert_eq!(body.len(), r#"{"deep":}"#.len() + 2 * DEPTH);
    }
}
