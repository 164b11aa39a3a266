//! The answer as it comes, whole or event by event: its text, why it stopped, what it used
//!
//! Only the few members that are needed are read, out of JSON that is passed on untouched.

use std::borrow::Cow;
use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Number;
use serde_json::value::RawValue;

use super::fold::Fold;
use super::text::Text;
use crate::error::{Error, Kind};

/// What is known of the answer so far.
#[derive(Default)]
pub struct Answer {
    pub stop_reason: Option<String>,
    pub input_tokens: Option<Number>,
    pub output_tokens: Option<Number>,
    pub cache_read_tokens: Option<Number>,
    pub cache_write_tokens: Option<Number>,
    pub latency_ms: Option<Number>,
    /// The kinds of content that are not text: `toolUse`, `reasoningContent`, …
    pub other_content: BTreeSet<String>,
    /// Whether the text holds what no text can, replaced by U+FFFD.
    pub mended: bool,
    /// The message as a conversation keeps it, where one is kept.
    pub fold: Option<Fold>,
}

/// What an event adds to the text.
pub type Piece<'a> = Option<Cow<'a, str>>;

/// A delta as most are. serde skips what it does not know, however deep that is nested.
#[derive(Deserialize)]
struct TextDelta<'a> {
    #[serde(borrow)]
    delta: Option<TextMember<'a>>,
}

#[derive(Deserialize)]
struct TextMember<'a> {
    #[serde(borrow)]
    text: Option<Text<'a>>,
}

/// A union of the service: one member that says the kind. Kinds that nobody knows are kept unread.
type Union<'a> = IndexMap<String, &'a RawValue>;

#[derive(Deserialize)]
struct BlockEvent<'a> {
    #[serde(borrow, alias = "start", alias = "delta")]
    content: Option<Union<'a>>,
}

/// The members of a reply, of `messageStop` and of `metadata` that are read.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    stop_reason: Option<String>,
    usage: Option<Counters>,
    metrics: Option<Metrics>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Counters {
    input_tokens: Option<Number>,
    output_tokens: Option<Number>,
    cache_read_input_tokens: Option<Number>,
    cache_write_input_tokens: Option<Number>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metrics {
    latency_ms: Option<Number>,
}

#[derive(Deserialize)]
struct Reply<'a> {
    #[serde(borrow)]
    output: Option<Output<'a>>,
}

#[derive(Deserialize)]
struct Output<'a> {
    #[serde(borrow)]
    message: Option<Message<'a>>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    content: Option<Vec<Union<'a>>>,
}

#[derive(Deserialize)]
struct Cited<'a> {
    #[serde(borrow)]
    content: Option<Vec<TextMember<'a>>>,
}

impl Answer {
    /// Takes in an event of ConverseStream and gives its text back. An event nobody knows adds nothing.
    pub fn event<'a>(&mut self, name: &str, payload: &'a [u8]) -> Result<Piece<'a>, Error> {
        match name {
            "contentBlockDelta" => return self.delta(payload),
            "contentBlockStart" => self.note_block(payload)?,
            "messageStop" => self.stop_reason = parse::<Facts>(payload)?.stop_reason,
            "metadata" => self.note_usage(parse(payload)?),
            _ => {}
        }
        Ok(None)
    }

    fn delta<'a>(&mut self, payload: &'a [u8]) -> Result<Piece<'a>, Error> {
        let event: TextDelta = parse(payload)?;
        if let Some(text) = event.delta.and_then(|delta| delta.text) {
            return Ok(Some(self.note(text)));
        }
        self.note_block(payload)?;
        Ok(None)
    }

    /// Takes in the reply of Converse and gives its text back.
    pub fn reply(&mut self, body: &[u8]) -> Result<String, Error> {
        self.reply_facts(body)?;
        let reply: Reply = parse(body)?;
        let content = reply.output.and_then(|output| output.message).and_then(|message| message.content);
        let mut text = String::new();
        for block in content.into_iter().flatten() {
            self.block(&block, &mut text)?;
        }
        Ok(text)
    }

    /// Takes in the reply of Converse but for its content.
    pub fn reply_facts(&mut self, body: &[u8]) -> Result<(), Error> {
        let mut facts: Facts = parse(body)?;
        self.stop_reason = facts.stop_reason.take();
        self.note_usage(facts);
        Ok(())
    }

    fn block(&mut self, block: &Union, text: &mut String) -> Result<(), Error> {
        for (kind, value) in block {
            match kind.as_str() {
                _ if is_null(value) => {}
                "text" => text.push_str(&self.note(parse(value.get().as_bytes())?)),
                "citationsContent" => {
                    let cited: Cited = parse(value.get().as_bytes())?;
                    let parts = cited.content.into_iter().flatten().filter_map(|part| part.text);
                    parts.for_each(|part| text.push_str(&self.note(part)));
                }
                _ => {
                    self.other_content.insert(kind.clone());
                }
            }
        }
        Ok(())
    }

    fn note<'a>(&mut self, text: Text<'a>) -> Cow<'a, str> {
        self.mended |= text.mended;
        text.text
    }

    /// Notes what kind of content a block is that is not text.
    fn note_block(&mut self, payload: &[u8]) -> Result<(), Error> {
        let event: BlockEvent = parse(payload)?;
        let members = event.content.into_iter().flatten();
        let kinds = members.filter(|(kind, value)| kind != "text" && !is_null(value)).map(|(kind, _)| kind);
        self.other_content.extend(kinds);
        Ok(())
    }

    fn note_usage(&mut self, facts: Facts) {
        let counters = facts.usage.unwrap_or_default();
        self.input_tokens = counters.input_tokens;
        self.output_tokens = counters.output_tokens;
        self.cache_read_tokens = counters.cache_read_input_tokens;
        self.cache_write_tokens = counters.cache_write_input_tokens;
        self.latency_ms = facts.metrics.unwrap_or_default().latency_ms;
    }
}

fn is_null(value: &RawValue) -> bool {
    value.get() == "null"
}

fn parse<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|error| {
        Error::new(Kind::Service, "the answer is not the JSON that Amazon Bedrock sends").caused_by(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_text_blocks_and_the_text_inside_citations() {
        let body = br#"{"output":{"message":{"content":[{"text":"a"},{"reasoningContent":{}},
            {"citationsContent":{"content":[{"text":"b"}],"citations":[]}},{"text":"c"}]}},
            "stopReason":"end_turn","usage":{"inputTokens":3,"outputTokens":1},"metrics":{"latencyMs":9}}"#;
        let mut answer = Answer::default();
        assert_eq!(answer.reply(body).expect("parses"), "abc");
        assert_eq!(answer.stop_reason.as_deref(), Some("end_turn"));
        assert_eq!(answer.other_content, BTreeSet::from(["reasoningContent".to_owned()]));
        assert_eq!(answer.latency_ms, Some(9.into()));
        assert_eq!(answer.cache_read_tokens, None);
    }

    #[test]
    fn reads_deltas_with_escapes_padding_and_members_nobody_knows() {
        let mut answer = Answer::default();
        let mut text = |payload: &'static [u8]| answer.event("contentBlockDelta", payload).expect("parses");
        let plain = text(br#"{"contentBlockIndex":0,"delta":{"text":"plain"},"p":"abc"}"#);
        assert!(matches!(plain, Some(Cow::Borrowed("plain"))));
        assert_eq!(text(br#"{"delta":{"new":[1],"text":"a\nb\u00e9"}}"#).as_deref(), Some("a\nb\u{e9}"));
        assert_eq!(text(br#"{"delta":{"toolUse":{"input":"{"}}}"#), None);
        assert_eq!(text(br#"{"delta":null}"#), None);
        assert_eq!(answer.other_content, BTreeSet::from(["toolUse".to_owned()]));
    }

    #[test]
    fn half_of_a_surrogate_pair_costs_one_character_wherever_it_stands() {
        let mut answer = Answer::default();
        let delta = br#"{"delta":{"text":"a\ud83d"}}"#;
        assert_eq!(answer.event("contentBlockDelta", delta).expect("reads").as_deref(), Some("a\u{fffd}"));
        assert!(answer.mended);
        // One that is no text at all is not left out in silence.
        assert!(answer.event("contentBlockDelta", br#"{"delta":{"text":5}}"#).is_err());
        let body = br#"{"output":{"message":{"content":[{"text":"\ud83d"},{"citationsContent":{"content":[{"text":"\udc00"}]}}]}}}"#;
        let mut answer = Answer::default();
        assert_eq!(answer.reply(body).expect("reads"), "\u{fffd}\u{fffd}");
        assert!(answer.mended);
    }

    #[test]
    fn reads_a_reply_that_is_nested_deep() {
        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        let body = format!(
            r#"{{"output":{{"message":{{"content":[{{"text":"a"}},{{"new":{deep}}}]}}}},"stopReason":"end_turn","new":{deep}}}"#
        );
        let mut answer = Answer::default();
        assert_eq!(answer.reply(body.as_bytes()).expect("reads"), "a");
        assert_eq!(answer.stop_reason.as_deref(), Some("end_turn"));
        let delta = format!(r#"{{"delta":{{"text":"b","new":{deep}}}}}"#);
        assert_eq!(answer.event("contentBlockDelta", delta.as_bytes()).expect("reads").as_deref(), Some("b"));
        let unknown = format!(r#"{{"delta":{{"new":{deep}}}}}"#);
        assert_eq!(answer.event("contentBlockDelta", unknown.as_bytes()).expect("reads"), None);
    }
}
