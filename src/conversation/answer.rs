//! The answer as it comes, whole or event by event: its text, why it stopped, what it used
//!
//! Only the few members that are needed are read, out of JSON that is passed on untouched.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Number, Value};

use crate::error::{Error, Kind};

/// What is known of the answer so far.
#[derive(Debug, Default)]
pub struct Answer {
    pub stop_reason: Option<String>,
    pub input_tokens: Option<Number>,
    pub output_tokens: Option<Number>,
    pub cache_read_tokens: Option<Number>,
    pub cache_write_tokens: Option<Number>,
    pub latency_ms: Option<Number>,
    /// The kinds of content that are not text: `toolUse`, `reasoningContent`, …
    pub other_content: BTreeSet<String>,
}

/// What an event adds to the text.
pub type Piece<'a> = Option<Cow<'a, str>>;

#[derive(Deserialize)]
struct DeltaEvent<'a> {
    #[serde(borrow)]
    delta: Option<Delta<'a>>,
}

#[derive(Deserialize)]
struct Delta<'a> {
    #[serde(borrow)]
    text: Option<Text<'a>>,
}

/// serde borrows a `Cow` only where it is told to, and inside an `Option` it cannot be told.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Answer {
    /// Takes in an event of ConverseStream and gives its text back. An event nobody knows adds nothing.
    pub fn event<'a>(&mut self, name: &str, payload: &'a [u8]) -> Result<Piece<'a>, Error> {
        match name {
            "contentBlockDelta" => return self.delta(payload),
            "contentBlockStart" => self.note_content(parse(payload)?.get("start")),
            "messageStop" => {
                let event = parse(payload)?;
                self.stop_reason = event.get("stopReason").and_then(Value::as_str).map(str::to_owned);
            }
            "metadata" => self.usage(&parse(payload)?),
            _ => {}
        }
        Ok(None)
    }

    fn delta<'a>(&mut self, payload: &'a [u8]) -> Result<Piece<'a>, Error> {
        let event: Option<DeltaEvent> = serde_json::from_slice(payload).ok();
        if let Some(text) = event.and_then(|event| event.delta).and_then(|delta| delta.text) {
            return Ok(Some(text.0));
        }
        self.note_content(parse(payload)?.get("delta"));
        Ok(None)
    }

    /// Takes in the reply of Converse and gives its text back.
    pub fn reply(&mut self, body: &[u8]) -> Result<String, Error> {
        let reply = parse(body)?;
        self.facts(&reply);
        let mut text = String::new();
        let content = reply.pointer("/output/message/content").and_then(Value::as_array);
        for block in content.into_iter().flatten() {
            self.block(block, &mut text);
        }
        Ok(text)
    }

    /// Takes in the reply of Converse but for its content, which may be nested deeper than a parser goes.
    pub fn reply_facts(&mut self, body: &[u8]) -> Result<(), Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Facts {
            stop_reason: Option<Value>,
            usage: Option<Value>,
            metrics: Option<Value>,
        }
        let facts: Facts = serde_json::from_slice(body).map_err(not_json)?;
        self.facts(&serde_json::json!({
            "stopReason": facts.stop_reason,
            "usage": facts.usage,
            "metrics": facts.metrics,
        }));
        Ok(())
    }

    fn facts(&mut self, reply: &Value) {
        self.stop_reason = reply.get("stopReason").and_then(Value::as_str).map(str::to_owned);
        self.usage(reply);
    }

    fn block(&mut self, block: &Value, text: &mut String) {
        if let Some(words) = block.get("text").and_then(Value::as_str) {
            text.push_str(words);
        } else if let Some(parts) = block.pointer("/citationsContent/content").and_then(Value::as_array) {
            parts.iter().filter_map(|part| part.get("text")?.as_str()).for_each(|words| text.push_str(words));
        } else {
            self.note_content(Some(block));
        }
    }

    fn note_content(&mut self, content: Option<&Value>) {
        if let Some(members) = content.and_then(Value::as_object) {
            let kinds = members.iter().filter(|(kind, value)| *kind != "text" && !value.is_null());
            self.other_content.extend(kinds.map(|(kind, _)| kind.clone()));
        }
    }

    fn usage(&mut self, holder: &Value) {
        let number = |pointer: &str| holder.pointer(pointer).and_then(Value::as_number).cloned();
        self.input_tokens = number("/usage/inputTokens");
        self.output_tokens = number("/usage/outputTokens");
        self.cache_read_tokens = number("/usage/cacheReadInputTokens");
        self.cache_write_tokens = number("/usage/cacheWriteInputTokens");
        self.latency_ms = number("/metrics/latencyMs");
    }
}

fn parse(bytes: &[u8]) -> Result<Value, Error> {
    serde_json::from_slice(bytes).map_err(not_json)
}

fn not_json(error: serde_json::Error) -> Error {
    Error::new(Kind::Service, "the answer is not the JSON that Amazon Bedrock sends").caused_by(error)
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
    fn reads_the_facts_of_a_reply_that_is_nested_deep() {
        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        let body = format!(r#"{{"output":{deep},"stopReason":"end_turn"}}"#);
        let mut answer = Answer::default();
        answer.reply_facts(body.as_bytes()).expect("reads");
        assert_eq!(answer.stop_reason.as_deref(), Some("end_turn"));
        assert!(answer.reply(body.as_bytes()).is_err());
    }
}
