//! The answer as it comes, whole or event by event: its pieces, why it stopped, what it used
//!
//! Only the few members that are needed are read, out of JSON that is passed on untouched.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Number;
use serde_json::value::RawValue;

use super::citations::Citations;
use super::fold::Fold;
use super::members::{BlockEvent, Cited, Facts, Reasoning, Reply, TextDelta, ToolUseDelta, Union};
use super::text::Text;
use super::tool_use::ToolUses;
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
    pub tools: ToolUses,
    pub citations: Citations,
    /// Whether the text holds what no text can, replaced by U+FFFD.
    pub mended: bool,
    /// The message as a conversation keeps it, where one is kept.
    pub fold: Option<Fold>,
}

/// A part of an answer that somebody may want to see as it comes.
#[derive(Debug, PartialEq)]
pub enum Piece<'a> {
    Text(Cow<'a, str>),
    /// What a cited text has behind it, `[1]`; not the model's.
    Mark(String),
    Reasoning(Cow<'a, str>),
    /// Reasoning that only the model's provider can read.
    Redacted,
}

impl Answer {
    /// Takes in an event of ConverseStream and gives back what is to be seen of it. An event nobody knows adds nothing.
    pub fn event<'a>(&mut self, name: &str, payload: &'a [u8]) -> Result<Option<Piece<'a>>, Error> {
        match name {
            "contentBlockDelta" => return self.delta(payload),
            "contentBlockStart" => self.start(payload)?,
            "contentBlockStop" => return Ok(self.citations.mark().map(Piece::Mark)),
            "messageStop" => self.stop_reason = parse::<Facts>(payload)?.stop_reason,
            "metadata" => self.note_usage(parse(payload)?),
            _ => {}
        }
        Ok(None)
    }

    fn start(&mut self, payload: &[u8]) -> Result<(), Error> {
        let event: BlockEvent = parse(payload)?;
        for (kind, value) in event.content.into_iter().flatten().filter(|(_, value)| !is_null(value)) {
            if kind == "toolUse" {
                self.tools.begin(event.index.unwrap_or_default(), value).map_err(not_bedrocks)?;
            }
            self.note_kind(kind);
        }
        Ok(())
    }

    fn delta<'a>(&mut self, payload: &'a [u8]) -> Result<Option<Piece<'a>>, Error> {
        let event: TextDelta = parse(payload)?;
        if let Some(text) = event.delta.and_then(|delta| delta.text) {
            return Ok(Some(Piece::Text(self.note(text))));
        }
        let event: BlockEvent = parse(payload)?;
        let mut piece = None;
        for (kind, value) in event.content.into_iter().flatten().filter(|(_, value)| !is_null(value)) {
            match kind.as_str() {
                "toolUse" => {
                    let delta: ToolUseDelta = parse(value.get().as_bytes())?;
                    let input = delta.input.map(|input| self.note(input)).unwrap_or_default();
                    self.tools.input(event.index.unwrap_or_default(), &input);
                }
                "reasoningContent" => piece = self.reasoning(value)?,
                "citation" => self.citations.add(value),
                _ => {}
            }
            self.note_kind(kind);
        }
        Ok(piece)
    }

    /// Takes in the reply of Converse and gives back what is to be seen of it.
    pub fn reply<'a>(&mut self, body: &'a [u8]) -> Result<Vec<Piece<'a>>, Error> {
        self.reply_facts(body)?;
        let reply: Reply = parse(body)?;
        let content = reply.output.and_then(|output| output.message).and_then(|message| message.content);
        let mut pieces = Vec::new();
        for (index, block) in (0..).zip(content.into_iter().flatten()) {
            self.block(index, block, &mut pieces)?;
        }
        Ok(pieces)
    }

    /// Takes in the reply of Converse but for its content.
    pub fn reply_facts(&mut self, body: &[u8]) -> Result<(), Error> {
        let mut facts: Facts = parse(body)?;
        self.stop_reason = facts.stop_reason.take();
        self.note_usage(facts);
        Ok(())
    }

    fn block<'a>(&mut self, index: u64, block: Union<'a>, pieces: &mut Vec<Piece<'a>>) -> Result<(), Error> {
        for (kind, value) in block.into_iter().filter(|(_, value)| !is_null(value)) {
            match kind.as_str() {
                "text" => pieces.push(Piece::Text(self.note(parse(value.get().as_bytes())?))),
                "citationsContent" => self.cited(value, pieces)?,
                "toolUse" => self.tools.begin(index, value).map_err(not_bedrocks)?,
                "reasoningContent" => pieces.extend(self.reasoning(value)?),
                _ => {}
            }
            if !matches!(kind.as_str(), "text" | "citationsContent") {
                self.note_kind(kind);
            }
        }
        Ok(())
    }

    fn cited<'a>(&mut self, block: &'a RawValue, pieces: &mut Vec<Piece<'a>>) -> Result<(), Error> {
        let cited: Cited = parse(block.get().as_bytes())?;
        for text in cited.content.into_iter().flatten().filter_map(|part| part.text) {
            pieces.push(Piece::Text(self.note(text)));
        }
        cited.citations.into_iter().flatten().for_each(|citation| self.citations.add(citation));
        pieces.extend(self.citations.mark().map(Piece::Mark));
        Ok(())
    }

    /// The signature is for the model alone.
    fn reasoning<'a>(&mut self, value: &'a RawValue) -> Result<Option<Piece<'a>>, Error> {
        let reasoning: Reasoning = parse(value.get().as_bytes())?;
        let text = reasoning.text.or_else(|| reasoning.reasoning_text.and_then(|member| member.text));
        Ok(match text {
            Some(text) => Some(Piece::Reasoning(text.text)),
            None => reasoning.redacted_content.map(|_| Piece::Redacted),
        })
    }

    fn note<'a>(&mut self, text: Text<'a>) -> Cow<'a, str> {
        self.mended |= text.mended;
        text.text
    }

    fn note_kind(&mut self, kind: String) {
        if kind != "text" {
            self.other_content.insert(kind);
        }
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
    serde_json::from_slice(bytes).map_err(not_bedrocks)
}

fn not_bedrocks(error: serde_json::Error) -> Error {
    Error::new(Kind::Service, "the answer is not the JSON that Amazon Bedrock sends").caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(piece: Option<Piece>) -> Option<String> {
        match piece {
            Some(Piece::Text(text)) => Some(text.into_owned()),
            _ => None,
        }
    }

    fn joined(pieces: Vec<Piece>) -> String {
        pieces.into_iter().filter_map(|piece| text(Some(piece))).collect()
    }

    #[test]
    fn joins_text_blocks_and_the_text_inside_citations() {
        let body = br#"{"output":{"message":{"content":[{"text":"a"},{"reasoningContent":{}},
            {"citationsContent":{"content":[{"text":"b"}],"citations":[]}},{"text":"c"}]}},
            "stopReason":"end_turn","usage":{"inputTokens":3,"outputTokens":1},"metrics":{"latencyMs":9}}"#;
        let mut answer = Answer::default();
        assert_eq!(joined(answer.reply(body).expect("parses")), "abc");
        assert_eq!(answer.stop_reason.as_deref(), Some("end_turn"));
        assert_eq!(answer.other_content, BTreeSet::from(["reasoningContent".to_owned()]));
        assert_eq!(answer.latency_ms, Some(9.into()));
        assert_eq!(answer.cache_read_tokens, None);
    }

    #[test]
    fn reads_deltas_with_escapes_padding_and_members_nobody_knows() {
        let mut answer = Answer::default();
        let mut piece = |payload: &'static [u8]| answer.event("contentBlockDelta", payload).expect("parses");
        let plain = piece(br#"{"contentBlockIndex":0,"delta":{"text":"plain"},"p":"abc"}"#);
        assert!(matches!(plain, Some(Piece::Text(Cow::Borrowed("plain")))));
        assert_eq!(text(piece(br#"{"delta":{"new":[1],"text":"a\nb\u00e9"}}"#)).as_deref(), Some("a\nb\u{e9}"));
        assert_eq!(piece(br#"{"delta":{"toolUse":{"input":"{"}}}"#), None);
        assert_eq!(piece(br#"{"delta":null}"#), None);
        assert_eq!(answer.other_content, BTreeSet::from(["toolUse".to_owned()]));
    }

    #[test]
    fn half_of_a_surrogate_pair_costs_one_character_wherever_it_stands() {
        let mut answer = Answer::default();
        let delta = br#"{"delta":{"text":"a\ud83d"}}"#;
        assert_eq!(text(answer.event("contentBlockDelta", delta).expect("reads")).as_deref(), Some("a\u{fffd}"));
        assert!(answer.mended);
        // One that is no text at all is not left out in silence.
        assert!(answer.event("contentBlockDelta", br#"{"delta":{"text":5}}"#).is_err());
        let body = br#"{"output":{"message":{"content":[{"text":"\ud83d"},{"citationsContent":{"content":[{"text":"\udc00"}]}}]}}}"#;
        let mut answer = Answer::default();
        assert_eq!(joined(answer.reply(body).expect("reads")), "\u{fffd}\u{fffd}");
        assert!(answer.mended);
    }

    #[test]
    fn reads_a_reply_that_is_nested_deep() {
        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        let body = format!(
            r#"{{"output":{{"message":{{"content":[{{"text":"a"}},{{"new":{deep}}}]}}}},"stopReason":"end_turn","new":{deep}}}"#
        );
        let mut answer = Answer::default();
        assert_eq!(joined(answer.reply(body.as_bytes()).expect("reads")), "a");
        assert_eq!(answer.stop_reason.as_deref(), Some("end_turn"));
        let delta = format!(r#"{{"delta":{{"text":"b","new":{deep}}}}}"#);
        let piece = answer.event("contentBlockDelta", delta.as_bytes()).expect("reads");
        assert_eq!(text(piece).as_deref(), Some("b"));
        let unknown = format!(r#"{{"delta":{{"new":{deep}}}}}"#);
        assert_eq!(answer.event("contentBlockDelta", unknown.as_bytes()).expect("reads"), None);
    }

    #[test]
    fn reasoning_is_told_apart_from_its_signature_and_from_what_nobody_can_read() {
        let mut answer = Answer::default();
        let mut delta = |payload: &'static [u8]| answer.event("contentBlockDelta", payload).expect("reads");
        let why = delta(br#"{"delta":{"reasoningContent":{"text":"why"}}}"#);
        assert_eq!(why, Some(Piece::Reasoning("why".into())));
        assert_eq!(delta(br#"{"delta":{"reasoningContent":{"signature":"c2ln"}}}"#), None);
        assert_eq!(delta(br#"{"delta":{"reasoningContent":{"redactedContent":"eA=="}}}"#), Some(Piece::Redacted));
        let body = br#"{"output":{"message":{"content":[{"reasoningContent":{"reasoningText":{"text":"why","signature":"c2ln"}}},
            {"reasoningContent":{"redactedContent":"eA=="}},{"text":"so"}]}}}"#;
        let pieces = answer.reply(body).expect("reads");
        assert_eq!(pieces, [Piece::Reasoning("why".into()), Piece::Redacted, Piece::Text("so".into())]);
    }

    #[test]
    fn a_streamed_answer_and_a_reply_have_the_same_tools_and_marks() {
        let body = br#"{"output":{"message":{"content":[{"citationsContent":{"content":[{"text":"a"}],"citations":[{"title":"T"}]}},
            {"toolUse":{"toolUseId":"i","name":"n","input":{"x":1.10}}}]}}}"#;
        let mut whole = Answer::default();
        assert_eq!(whole.reply(body).expect("reads"), [Piece::Text("a".into()), Piece::Mark("[1]".into())]);
        let mut streamed = Answer::default();
        let events: [(&str, &[u8]); 6] = [
            ("contentBlockDelta", br#"{"contentBlockIndex":0,"delta":{"text":"a"}}"#),
            ("contentBlockDelta", br#"{"contentBlockIndex":0,"delta":{"citation":{"title":"T"}}}"#),
            ("contentBlockStop", br#"{"contentBlockIndex":0}"#),
            ("contentBlockStart", br#"{"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"i","name":"n"}}}"#),
            ("contentBlockDelta", br#"{"contentBlockIndex":1,"delta":{"toolUse":{"input":"{\"x\":1"}}}"#),
            ("contentBlockDelta", br#"{"contentBlockIndex":1,"delta":{"toolUse":{"input":".10}"}}}"#),
        ];
        let pieces = events.into_iter().filter_map(|(name, payload)| streamed.event(name, payload).expect("reads"));
        assert_eq!(pieces.collect::<Vec<_>>(), [Piece::Text("a".into()), Piece::Mark("[1]".into())]);
        assert_eq!(streamed.tools.blocks().expect("whole"), whole.tools.blocks().expect("whole"));
        assert!(streamed.citations.notes().eq(whole.citations.notes()));
    }
}
