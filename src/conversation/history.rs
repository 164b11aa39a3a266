//! A conversation's file: a Converse request that grows by a turn, a message a line

use std::io::{self, Write};

use indexmap::IndexMap;
use serde_json::Value;
use serde_json::value::RawValue;

use super::request::Request;
use crate::error::Error;

type Members<'a> = IndexMap<String, &'a RawValue>;

/// Reads a conversation; `name` is its file, for the error. One that is empty, as `mktemp` makes it, begins.
pub fn parse_history(text: impl Into<String>, name: &str) -> Result<Request, Error> {
    let text = text.into();
    let json = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if json.trim().is_empty() {
        return Ok(Request::new());
    }
    // Whatever is no object is refused with the others.
    if let Ok(members) = serde_json::from_str::<Members>(json) {
        File { text: json, name }.check(&members)?;
    }
    Request::parse(text, &format!("--conversation {name}"))
}

/// A file and its name.
struct File<'a> {
    text: &'a str,
    name: &'a str,
}

impl File<'_> {
    fn check(&self, members: &Members) -> Result<(), Error> {
        if !members.is_empty() && !["modelId", "messages", "system"].iter().any(|member| members.contains_key(*member))
        {
            let message = format!("`--conversation {}` is no conversation: it has no `messages`", self.name);
            return Err(
                Error::usage(message).hint("a conversation is a Converse request; a new one begins in a new file")
            );
        }
        for (member, start, wanted) in [
            ("modelId", '"', "a string"),
            ("messages", '[', "an array"),
            ("system", '[', "an array"),
            ("inferenceConfig", '{', "an object"),
        ] {
            if let Some(value) = members.get(member) {
                self.expect(value, member, start, wanted)?;
            }
        }
        let messages: Vec<&RawValue> =
            members.get("messages").map_or(Ok(Vec::new()), |list| self.read(list, "messages"))?;
        messages
            .iter()
            .enumerate()
            .try_for_each(|(at, message)| self.check_message(message, &format!("messages[{at}]")))
    }

    fn check_message(&self, message: &RawValue, path: &str) -> Result<(), Error> {
        self.expect(message, path, '{', "an object")?;
        let members: Members = self.read(message, path)?;
        match members.get("role") {
            Some(role) if ["\"user\"", "\"assistant\""].contains(&role.get()) => {}
            Some(role) => return Err(self.wrong(role, &format!("{path}.role"), "is neither `user` nor `assistant`")),
            None => return Err(self.wrong(message, path, "has no `role`")),
        }
        match members.get("content") {
            Some(content) => self.expect(content, &format!("{path}.content"), '[', "an array"),
            None => Err(self.wrong(message, path, "has no `content`")),
        }
    }

    fn expect(&self, value: &RawValue, path: &str, start: char, wanted: &str) -> Result<(), Error> {
        if value.get().starts_with(start) {
            return Ok(());
        }
        Err(self.wrong(value, path, &format!("is {}, not {wanted}", kind_of(value))))
    }

    fn read<'a, T: serde::Deserialize<'a>>(&self, value: &'a RawValue, path: &str) -> Result<T, Error> {
        serde_json::from_str(value.get()).map_err(|error| self.wrong(value, path, &format!("does not parse: {error}")))
    }

    /// An error that names the file, the line and the member.
    fn wrong(&self, value: &RawValue, path: &str, what: &str) -> Error {
        let offset = (value.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let line = 1 + self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
        Error::usage(format!("`{path}` in line {line} of `--conversation {}` {what}", self.name))
    }
}

fn kind_of(value: &RawValue) -> &'static str {
    match value.get().as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// Writes a conversation: the request that was sent, whose model is not in its body, and the message that answered it.
/// `guardrail` stands in for its `guardrailConfig`.
pub fn write_history(
    to: &mut impl Write,
    model: &str,
    body: &[u8],
    guardrail: Option<&Value>,
    answer: &str,
) -> io::Result<()> {
    let mut members: Members = serde_json::from_slice(body)?;
    let messages = members.shift_remove("messages");
    let messages: Vec<&RawValue> = messages.map_or(Ok(Vec::new()), |list| serde_json::from_str(list.get()))?;
    write!(to, "{{\"modelId\":{},\n\"messages\":[\n", Value::from(model))?;
    for message in messages {
        writeln!(to, "{message},")?;
    }
    write!(to, "{answer}\n]")?;
    for (name, value) in members {
        match guardrail.filter(|_| name == "guardrailConfig") {
            Some(value) => write!(to, ",\n\"guardrailConfig\":{value}")?,
            None => write!(to, ",\n{}:{value}", Value::from(name))?,
        }
    }
    to.write_all(b"}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        parse_history(text, "c.json").err().expect("refused").message
    }

    #[test]
    fn names_the_file_the_line_and_the_member_that_is_wrong() {
        assert_eq!(
            refused("{\"messages\":[\n{\"role\":\"user\",\"content\":[]},\n{\"role\":\"user\",\"content\":\"hi\"}]}"),
            "`messages[1].content` in line 3 of `--conversation c.json` is a string, not an array"
        );
        assert_eq!(
            refused("{\"messages\":[{\"role\":\"system\"}]}"),
            "`messages[0].role` in line 1 of `--conversation c.json` is neither `user` nor `assistant`"
        );
        assert_eq!(
            refused("{\n\"messages\":[{}]}"),
            "`messages[0]` in line 2 of `--conversation c.json` has no `role`"
        );
        assert_eq!(
            refused("{\"modelId\":\n7}"),
            "`modelId` in line 2 of `--conversation c.json` is a number, not a string"
        );
        assert_eq!(refused("{\"name\":\"x\"}"), "`--conversation c.json` is no conversation: it has no `messages`");
        assert_eq!(refused("[]"), "`--conversation c.json` holds an array, not an object");
        assert_eq!(refused("{\"messages\":[,"), "`--conversation c.json` is not JSON");
    }

    #[test]
    fn what_is_written_is_what_was_sent_and_the_answer() {
        let body = br#"{"system":[{"text":"s"}],"messages":[{"role":"user","content":[{"n":1.10}]}],"new":[1e5]}"#;
        let answer = r#"{"role":"assistant","content":[{"text":"\u00e9"}]}"#;
        let mut written = Vec::new();
        write_history(&mut written, "a\"b", body, None, answer).expect("written");
        let written = String::from_utf8(written).expect("UTF-8");
        assert_eq!(
            written,
            concat!(
                "{\"modelId\":\"a\\\"b\",\n\"messages\":[\n",
                "{\"role\":\"user\",\"content\":[{\"n\":1.10}]},\n",
                "{\"role\":\"assistant\",\"content\":[{\"text\":\"\\u00e9\"}]}\n],\n",
                "\"system\":[{\"text\":\"s\"}],\n\"new\":[1e5]}\n"
            )
        );
        assert_eq!(parse_history(&written, "c").expect("parses").model(), Some("a\"b"));
    }

    #[test]
    fn an_empty_file_begins() {
        for empty in [" \n", "{}"] {
            assert!(parse_history(empty, "c").expect("begins") == Request::new());
        }
    }
}
