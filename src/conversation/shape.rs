//! All that a request holds besides words, laid over it: tools, guardrail, caching, variables, any member

use serde_json::{Value, json};

use super::path::Assignment;
use super::said::Said;
use super::tool_use::SERVICES_OWN;
use super::{Request, cache, tools};
use crate::error::Error;

/// What the flags say; all files are read already.
#[derive(Default)]
pub struct Shape {
    pub tool_config: Option<Value>,
    pub tool_choice: Option<String>,
    /// Id and version.
    pub guardrail: Option<(String, String)>,
    pub guardrail_trace: Option<&'static str>,
    pub guardrail_stream: Option<&'static str>,
    /// With its time to live, if one was said.
    pub prompt_cache: Option<Option<String>>,
    pub service_tier: Option<String>,
    pub latency: Option<String>,
    pub request_metadata: Vec<(String, String)>,
    pub variables: Vec<(String, String)>,
    pub response_fields: Vec<String>,
    /// In `additionalModelRequestFields`.
    pub fields: Vec<Assignment>,
    /// Anywhere, after all else.
    pub set: Vec<Assignment>,
    pub set_string: Vec<Assignment>,
    /// What all other flags say: `--set` has to leave it alone.
    pub said: Said,
    /// The flags that the message's new blocks come from, in the order of the blocks.
    pub new_blocks: Vec<&'static str>,
    /// Whether `--prompt-cache` may mark the tools.
    pub marks_tools: bool,
}

impl Request {
    /// Puts what tools answered into the message that is to be sent.
    pub fn answer_tools(&mut self, results: Vec<Value>) -> Result<(), Error> {
        if results.is_empty() {
            return Ok(());
        }
        let asked = self.asked_tools();
        let mut answered = results.iter().filter_map(|result| result["toolResult"]["toolUseId"].as_str());
        if let Some(stray) = answered.find(|id| !asked.contains(id)) {
            return Err(nobody_asked(stray, &asked));
        }
        self.add_to_last_user_message(results)
    }

    /// The ids of the tool calls in the model's last message.
    fn asked_tools(&self) -> Vec<&str> {
        let last = self.messages().iter().rev().find(|message| message["role"] == "assistant");
        let content = last.and_then(|last| last["content"].as_array()).into_iter().flatten();
        let own = content.map(|block| &block["toolUse"]).filter(|tool| tool["type"] != SERVICES_OWN);
        own.filter_map(|tool| tool["toolUseId"].as_str()).collect()
    }

    /// Lays all this over the request.
    pub fn shape(&mut self, shape: Shape) -> Result<(), Error> {
        if let Some(mut config) = shape.tool_config {
            if let Some(earlier) = self.0.get("toolConfig") {
                cache::keep_mark(earlier.get("tools"), config.get_mut("tools"));
                tools::keep_choice(earlier, &mut config);
            }
            self.0.insert("toolConfig".into(), config);
        }
        if let Some((id, version)) = shape.guardrail {
            self.put("guardrailConfig", "guardrailIdentifier", id)?;
            self.put("guardrailConfig", "guardrailVersion", version)?;
        }
        for (member, value) in [("trace", shape.guardrail_trace), ("streamProcessingMode", shape.guardrail_stream)] {
            value.map_or(Ok(()), |value| self.put("guardrailConfig", member, value))?;
        }
        let named = [("performanceConfig", "latency", shape.latency), ("serviceTier", "type", shape.service_tier)];
        for (object, member, value) in named {
            value.map_or(Ok(()), |value| self.put(object, member, value))?;
        }
        for (key, value) in shape.request_metadata {
            self.put("requestMetadata", &key, value)?;
        }
        for (key, text) in shape.variables {
            self.put("promptVariables", &key, json!({ "text": text }))?;
        }
        if !shape.response_fields.is_empty() {
            self.0.insert("additionalModelResponseFieldPaths".into(), shape.response_fields.into());
        }
        if let Some(choice) = shape.tool_choice {
            self.choose_tool(&choice)?;
        }
        let mut said = shape.said;
        if let Some(ttl) = shape.prompt_cache {
            self.mark(ttl.as_deref(), shape.marks_tools)?;
            said.add_cache_points(self);
        }
        said.add_new_blocks(&shape.new_blocks, self.messages());
        let fields = |field: Assignment| Assignment { path: field.path.within(FIELDS), ..field };
        self.assign(shape.fields.into_iter().map(fields), "--field", &mut said)?;
        self.assign(shape.set.into_iter(), "--set", &mut said)?;
        self.assign(shape.set_string.into_iter(), "--set-string", &mut said)?;
        self.check("what `--set` made of the request")?;
        self.check_depth()
    }

    fn put(&mut self, object: &str, member: &str, value: impl Into<Value>) -> Result<(), Error> {
        let object_of = self.0.entry(object).or_insert_with(|| json!({}));
        let members = object_of.as_object_mut();
        let members = members.ok_or_else(|| Error::usage(format!("`{object}` of the request is not an object")))?;
        members.insert(member.into(), value.into());
        Ok(())
    }

    fn choose_tool(&mut self, choice: &str) -> Result<(), Error> {
        let names = self.0.get("toolConfig").map(tools::tool_names).unwrap_or_default();
        if names.is_empty() {
            return Err(Error::usage(format!("`--tool-choice {choice}` chooses among tools, and there are none"))
                .hint("add `--tools FILE`"));
        }
        if !["auto", "any"].contains(&choice) && !names.contains(&choice) {
            return Err(Error::usage(format!(
                "`--tool-choice {choice}` names none of the tools: {}",
                names.join(", ")
            )));
        }
        self.put("toolConfig", "toolChoice", tools::tool_choice(choice))
    }

    fn mark(&mut self, ttl: Option<&str>, marks_tools: bool) -> Result<(), Error> {
        if cache::mark(&mut self.0, ttl, marks_tools) {
            return Ok(());
        }
        if self.has_tools() && !marks_tools {
            let error = Error::usage("`--prompt-cache` has nothing to cache: Amazon Nova caches no tools");
            return Err(error.hint("it caches a system prompt, `-s`, and attachments, `-f`"));
        }
        Err(Error::usage("`--prompt-cache` has nothing to cache: there is no system prompt, no tool and no attachment")
            .hint("leave it out, or say elsewhere what is to be cached: `--set messages[0].content[].cachePoint.type=default`"))
    }

    fn assign(
        &mut self,
        assignments: impl Iterator<Item = Assignment>,
        flag: &str,
        said: &mut Said,
    ) -> Result<(), Error> {
        let mut whole = Value::Object(std::mem::take(&mut self.0));
        for assignment in assignments {
            said.assign(flag, &assignment.path, &whole)?;
            let typed = assignment.path.typed.clone();
            assignment.put(&mut whole).map_err(|why| Error::usage(format!("`{flag} {typed}` leads nowhere: {why}")))?;
        }
        if let Value::Object(members) = whole {
            self.0 = members;
        }
        Ok(())
    }

    /// Whether a guardrail is asked for that can be traced, or watch a stream.
    pub fn has_guardrail(&self) -> bool {
        let config = self.0.get("guardrailConfig");
        config.and_then(|config| config.get("guardrailIdentifier")).is_some_and(|id| !id.is_null())
    }
}

fn nobody_asked(id: &str, asked: &[&str]) -> Error {
    let error =
        Error::usage(format!("`--tool-result {id}=…` answers a call that the model's last message does not make"));
    if asked.is_empty() {
        return error.hint("it belongs to a `--conversation` or `--request` whose last message asks for tools");
    }
    error.hint(format!("it asks for: {}", asked.join(", ")))
}

/// Where a model's own members go.
const FIELDS: &str = "additionalModelRequestFields";

const MODE: &str = "streamProcessingMode";

impl Request {
    /// Leaves out what is of streams alone, and gives back the member that had it.
    pub fn for_one_reply(&mut self) -> Option<Value> {
        let config = self.0.get_mut("guardrailConfig")?;
        let before = config.clone();
        config.as_object_mut()?.shift_remove(MODE)?;
        Some(before)
    }
}

/// A body of ConverseStream for Converse, if it is another one.
pub fn for_one_reply(body: &[u8]) -> Option<Vec<u8>> {
    memchr::memmem::find(body, MODE.as_bytes())?;
    let mut request = Request::parse(std::str::from_utf8(body).ok()?, "…").ok()?;
    request.for_one_reply()?;
    Some(request.into_body())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_guardrails_mode_is_left_out_of_a_body_for_one_reply() {
        let body = br#"{"a":"streamProcessingMode","guardrailConfig":{"streamProcessingMode":"sync","trace":"enabled"},"b":1.10}"#;
        let expected = br#"{"a":"streamProcessingMode","guardrailConfig":{"trace":"enabled"},"b":1.10}"#;
        assert_eq!(for_one_reply(body).as_deref(), Some(expected.as_slice()));
        for same in [br#"{"a":"streamProcessingMode"}"#.as_slice(), b"{}"] {
            assert_eq!(for_one_reply(same), None);
        }
    }
}
