//! One Converse request out of what was typed, what was piped and the request that was given
//!
//! The request is the service's own JSON, as `aws bedrock-runtime converse --cli-input-json` takes it: the Converse body
//! plus `modelId`. Members we have never heard of stay where they are.

use serde_json::{Map, Number, Value, json};

use super::schema::Schema;
use super::{cache, large};
use crate::error::Error;

/// What the flags, PROMPT and stdin say; all texts are read already.
#[derive(Default)]
pub struct Typed {
    pub model: Option<String>,
    /// Content blocks that go before the words.
    pub attachments: Vec<Value>,
    pub piped: Option<String>,
    pub prompt: Option<String>,
    pub system: Option<String>,
    pub max_tokens: Option<u32>,
    pub temperature: Option<Number>,
    pub top_p: Option<Number>,
    pub stop: Vec<String>,
    pub schema: Option<Schema>,
}

/// A Converse request, `modelId` included.
#[derive(Clone, PartialEq)]
pub struct Request(pub(super) Map<String, Value>);

impl Request {
    pub fn new() -> Self {
        Request(Map::new())
    }

    /// Parses a request; `source` is the flag and the file it came from, for the error.
    pub fn parse(text: impl Into<String>, source: &str) -> Result<Self, Error> {
        let value = large::read(text.into()).map_err(|error| {
            if error.to_string().starts_with("recursion limit") {
                return too_deep(&format!("`{source}`"));
            }
            Error::usage(format!("`{source}` is not JSON"))
                .caused_by(error)
                .hint("`--print-request` writes a request that is")
        })?;
        let Value::Object(members) = value else {
            return Err(Error::usage(format!("`{source}` holds {}, not an object", name_of(&value)))
                .hint("a request is written `{\"modelId\": …, \"messages\": […]}`"));
        };
        let request = Request(members);
        request.check(&format!("`{source}`"))?;
        Ok(request)
    }

    /// Only the members that we touch need to be what they should be.
    pub(super) fn check(&self, place: &str) -> Result<(), Error> {
        type Test = fn(&Value) -> bool;
        let known: [(&str, &str, Test); 4] = [
            ("modelId", "a string", Value::is_string),
            ("messages", "an array", Value::is_array),
            ("system", "an array", Value::is_array),
            ("inferenceConfig", "an object", Value::is_object),
        ];
        for (member, wanted, test) in known {
            if let Some(value) = self.0.get(member).filter(|value| !test(value)) {
                let message = format!("`{member}` in {place} is {}, not {wanted}", name_of(value));
                return Err(Error::usage(message));
            }
        }
        Ok(())
    }

    /// What flags put into one another has to be a request that can be read again.
    pub(super) fn check_depth(&self) -> Result<(), Error> {
        match self.0.values().any(|value| is_deeper(value, LEVELS - 1)) {
            true => Err(too_deep("the request with all that the flags say")),
            false => Ok(()),
        }
    }

    /// Lays the typed words over this request.
    pub fn overlay(&mut self, typed: Typed) -> Result<(), Error> {
        if let Some(model) = typed.model {
            self.set_model(model);
        }
        let texts = typed.piped.into_iter().chain(typed.prompt).map(|text| json!({ "text": text }));
        let blocks: Vec<Value> = typed.attachments.into_iter().chain(texts).collect();
        if !blocks.is_empty() {
            self.add_to_last_user_message(blocks)?;
        }
        if let Some(system) = typed.system {
            let mut system = json!([{ "text": system }]);
            cache::keep_mark(self.0.get("system"), Some(&mut system));
            self.0.insert("system".into(), system);
        }
        let stop = (!typed.stop.is_empty()).then(|| json!(typed.stop));
        let numbers = [
            ("maxTokens", typed.max_tokens.map(Value::from)),
            ("temperature", typed.temperature.map(Value::Number)),
            ("topP", typed.top_p.map(Value::Number)),
            ("stopSequences", stop),
        ];
        for (member, value) in numbers {
            if let Some(value) = value {
                self.config("inferenceConfig")?.insert(member.into(), value);
            }
        }
        if let Some(schema) = typed.schema {
            self.config("outputConfig")?.insert("textFormat".into(), schema.text_format());
        }
        Ok(())
    }

    /// A member that holds members, made if it is missing.
    fn config(&mut self, member: &str) -> Result<&mut Map<String, Value>, Error> {
        let config = self.0.entry(member).or_insert_with(|| json!({}));
        config.as_object_mut().ok_or_else(|| Error::usage(format!("`{member}` of the request is not an object")))
    }

    /// The schema that the answer has to follow; one that we cannot read is the service's affair.
    pub fn schema(&self) -> Option<Schema> {
        let schema = self.0.get("outputConfig")?.pointer("/textFormat/structure/jsonSchema/schema")?;
        Schema::parse(schema.as_str()?, "…").ok()
    }

    /// Whether the model is given tools, so that its answer may be a call of one.
    pub fn has_tools(&self) -> bool {
        self.0.get("toolConfig").is_some_and(Value::is_object)
    }

    /// Whether the answer will say what a guardrail found.
    pub fn traces_guardrail(&self) -> bool {
        let trace = self.0.get("guardrailConfig").and_then(|config| config.get("trace"));
        trace.is_some_and(|trace| trace != "disabled")
    }

    /// Two user messages in a row are refused by the service, so the words join the last one.
    pub(super) fn add_to_last_user_message(&mut self, blocks: Vec<Value>) -> Result<(), Error> {
        let messages = self.0.entry("messages").or_insert_with(|| json!([]));
        let messages =
            messages.as_array_mut().ok_or_else(|| Error::usage("`messages` of the request is not an array"))?;
        let last = messages.last_mut().filter(|last| last.get("role").is_some_and(|role| role == "user"));
        let Some(last) = last else {
            // Not with `json!`, which would copy the attachments.
            let members = [("role".to_owned(), Value::from("user")), ("content".to_owned(), Value::from(blocks))];
            messages.push(Value::from_iter(members));
            return Ok(());
        };
        match last.get_mut("content").and_then(Value::as_array_mut) {
            Some(content) => content.extend(blocks),
            None => return Err(Error::usage("`content` of the request's last message is not an array")),
        }
        Ok(())
    }

    /// The id or ARN to call.
    pub fn model(&self) -> Option<&str> {
        self.0.get("modelId").and_then(Value::as_str).filter(|model| !model.is_empty())
    }

    pub fn set_model(&mut self, id: String) {
        self.0.insert("modelId".into(), id.into());
    }

    /// A member of the request.
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Its messages; none where there is no list.
    pub(super) fn messages(&self) -> &[Value] {
        self.0.get("messages").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// Whether there is something to send: messages, or a prompt of Prompt management, which has its own.
    pub fn has_something_to_say(&self) -> bool {
        !self.messages().is_empty() || self.model().is_some_and(is_prompt)
    }

    /// The names of all its documents.
    pub fn document_names(&self) -> Vec<String> {
        let blocks =
            self.messages().iter().filter_map(|message| message.get("content").and_then(Value::as_array)).flatten();
        blocks.filter_map(|block| block.get("document")).map(|document| text_of(document.get("name"))).collect()
    }

    /// How many images its last message has, if that is the one that files will join.
    pub fn images(&self) -> usize {
        self.new_content().iter().filter(|block| block.get("image").is_some()).count()
    }

    /// Whether the new message has a document and no text, which the service refuses.
    pub fn lacks_text_beside_document(&self) -> bool {
        let has = |member: &str| self.new_content().iter().any(|block| block.get(member).is_some());
        has("document") && !has("text")
    }

    fn new_content(&self) -> &[Value] {
        let last = self.messages().last().filter(|last| last.get("role").is_some_and(|role| role == "user"));
        let content = last.and_then(|last| last.get("content")).and_then(Value::as_array);
        content.map_or(&[], Vec::as_slice)
    }

    /// Whether the first message is the model's, so that what it answers is elsewhere.
    pub fn begins_with_an_answer(&self) -> bool {
        self.messages().first().is_some_and(|message| message["role"] == "assistant")
    }

    /// Whether the last message is the model's.
    pub fn ends_with_an_answer(&self) -> bool {
        self.messages().last().is_some_and(|message| message["role"] != "user")
    }

    /// The whole request as JSON, as `--request` reads it, with no copy of what is large.
    pub fn into_json(self) -> Vec<u8> {
        large::written(self.0.into())
    }

    /// The body of the call: everything but `modelId`, which goes into the URI.
    pub fn into_body(mut self) -> Vec<u8> {
        self.0.shift_remove("modelId");
        self.into_json()
    }
}

/// What serde_json reads.
const LEVELS: usize = 127;

fn is_deeper(value: &Value, levels: usize) -> bool {
    match value {
        Value::Array(entries) => levels == 0 || entries.iter().any(|entry| is_deeper(entry, levels - 1)),
        Value::Object(members) => levels == 0 || members.values().any(|member| is_deeper(member, levels - 1)),
        _ => false,
    }
}

fn too_deep(what: &str) -> Error {
    Error::usage(format!("{what} is nested deeper than {LEVELS} levels, which is all that is read"))
}

fn text_of(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Whether it is the ARN of a prompt of Prompt management.
pub fn is_prompt(model: &str) -> bool {
    model.contains(":prompt/")
}

fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlaid(request: &str, typed: Typed) -> String {
        let mut request = Request::parse(request, "--request r.json").expect("parses");
        request.overlay(typed).expect("overlays");
        String::from_utf8(request.into_json()).expect("JSON is UTF-8")
    }

    #[test]
    fn puts_what_was_piped_before_the_prompt() {
        let typed = Typed { piped: Some("doc\n".into()), prompt: Some("sum".into()), ..Typed::default() };
        let expected = r#"{"messages":[{"role":"user","content":[{"text":"doc\n"},{"text":"sum"}]}]}"#;
        assert_eq!(overlaid("{}", typed), expected);
    }

    #[test]
    fn joins_a_last_user_message_and_follows_an_assistants() {
        let prompt = || Typed { prompt: Some("more".into()), ..Typed::default() };
        let user = r#"{"messages":[{"role":"user","content":[{"text":"a"}]}]}"#;
        let expected = r#"{"messages":[{"role":"user","content":[{"text":"a"},{"text":"more"}]}]}"#;
        assert_eq!(overlaid(user, prompt()), expected);
        let assistant = r#"{"messages":[{"role":"assistant","content":[]}]}"#;
        let expected =
            r#"{"messages":[{"role":"assistant","content":[]},{"role":"user","content":[{"text":"more"}]}]}"#;
        assert_eq!(overlaid(assistant, prompt()), expected);
    }

    #[test]
    fn keeps_order_digits_and_members_nobody_knows() {
        let request = r#"{"zeta":{"b":1.10,"a":[null]},"modelId":"m","inferenceConfig":{"topP":0.50,"new":1}}"#;
        let typed = Typed { temperature: serde_json::from_str("0.30").ok(), ..Typed::default() };
        let expected = r#"{"zeta":{"b":1.10,"a":[null]},"modelId":"m","inferenceConfig":{"topP":0.50,"new":1,"temperature":0.30}}"#;
        assert_eq!(overlaid(request, typed), expected);
    }

    #[test]
    fn leaves_the_model_out_of_the_body_and_the_rest_in_order() {
        let request = Request::parse(r#"{"a":1,"modelId":"m","b":2}"#, "r").expect("parses");
        assert_eq!(request.into_body(), br#"{"a":1,"b":2}"#);
    }

    #[test]
    fn names_the_member_that_is_wrong() {
        let error = Request::parse(r#"{"messages":"hi"}"#, "--request r.json").err().expect("refused");
        assert_eq!(error.message, "`messages` in `--request r.json` is a string, not an array");
    }
}
