//! The members of replies and events that are read; serde skips all others, however deep they are nested

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Number;
use serde_json::value::RawValue;

use super::text::Text;

/// A delta as most are.
#[derive(Deserialize)]
pub(super) struct TextDelta<'a> {
    #[serde(borrow)]
    pub(super) delta: Option<TextMember<'a>>,
}

#[derive(Deserialize)]
pub(super) struct TextMember<'a> {
    #[serde(borrow)]
    pub(super) text: Option<Text<'a>>,
}

/// A union of the service: one member that says the kind. Kinds that nobody knows are kept unread.
pub(super) type Union<'a> = IndexMap<String, &'a RawValue>;

#[derive(Deserialize)]
pub(super) struct BlockEvent<'a> {
    #[serde(rename = "contentBlockIndex")]
    pub(super) index: Option<u64>,
    #[serde(borrow, alias = "start", alias = "delta")]
    pub(super) content: Option<Union<'a>>,
}

#[derive(Deserialize)]
pub(super) struct ToolUseDelta<'a> {
    #[serde(borrow)]
    pub(super) input: Option<Text<'a>>,
}

/// A reasoningContent block, or a delta of one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reasoning<'a> {
    #[serde(borrow)]
    pub(super) reasoning_text: Option<TextMember<'a>>,
    #[serde(borrow)]
    pub(super) text: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) redacted_content: Option<&'a RawValue>,
}

/// The members of a reply, of `messageStop` and of `metadata` that are read.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Facts {
    pub(super) stop_reason: Option<String>,
    pub(super) usage: Option<Counters>,
    pub(super) metrics: Option<Metrics>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Counters {
    pub(super) input_tokens: Option<Number>,
    pub(super) output_tokens: Option<Number>,
    pub(super) cache_read_input_tokens: Option<Number>,
    pub(super) cache_write_input_tokens: Option<Number>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Metrics {
    pub(super) latency_ms: Option<Number>,
}

#[derive(Deserialize)]
pub(super) struct Reply<'a> {
    #[serde(borrow)]
    pub(super) output: Option<Output<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Output<'a> {
    #[serde(borrow)]
    pub(super) message: Option<Message<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Message<'a> {
    #[serde(borrow)]
    pub(super) content: Option<Vec<Union<'a>>>,
}

#[derive(Deserialize)]
pub(super) struct Cited<'a> {
    #[serde(borrow)]
    pub(super) content: Option<Vec<TextMember<'a>>>,
    #[serde(borrow)]
    pub(super) citations: Option<Vec<&'a RawValue>>,
}
