//! A conversation as a whole: what no single member can break, and what there is to read in it

use serde_json::Value;

use super::super::echo;
use super::super::refusal::Refusal;

/// Refuses what the service refuses after every member by itself has been found right.
pub(super) fn check(request: &Value) -> Result<(), Refusal> {
    check_guardrail(request)?;
    let messages = list(&request["messages"]);
    if messages.first().is_none_or(|message| message["role"] != "user") {
        return Err(Refusal::validation(
            "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
        ));
    }
    if messages.windows(2).any(|pair| pair[0]["role"] == pair[1]["role"]) {
        return Err(Refusal::validation(
            "A conversation must alternate between user and assistant roles. Make sure the conversation alternates \
             between user and assistant roles and try again.",
        ));
    }
    for (at, message) in messages.iter().enumerate() {
        check_content(request, &format!("messages.{at}"), list(&message["content"]))?;
    }
    Ok(())
}

fn check_guardrail(request: &Value) -> Result<(), Refusal> {
    let config = &request["guardrailConfig"];
    if !config.is_object() || (config["guardrailIdentifier"].is_string() && config["guardrailVersion"].is_string()) {
        return Ok(());
    }
    Err(Refusal::validation("The guardrail identifier and the guardrail version must both be provided."))
}

fn check_content(request: &Value, path: &str, content: &[Value]) -> Result<(), Refusal> {
    if content.is_empty() {
        return Err(Refusal::validation(format!(
            "The content field in the Message object at {path} is empty. Add a ContentBlock object to the content \
             field and try again."
        )));
    }
    for (at, block) in content.iter().enumerate() {
        check_block(request, &format!("{path}.content.{at}"), block)?;
    }
    Ok(())
}

fn check_block(request: &Value, path: &str, block: &Value) -> Result<(), Refusal> {
    if block["text"].as_str().is_some_and(|text| text.trim().is_empty()) {
        return Err(Refusal::validation(format!(
            "The text field in the ContentBlock object at {path} is blank. Add text to the text field, and try again."
        )));
    }
    let tool = block["toolUse"].is_object() || block["toolResult"].is_object();
    if tool && !request["toolConfig"].is_object() {
        return Err(Refusal::validation(
            "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
        ));
    }
    if block["document"]["name"].as_str().is_some_and(|name| !is_document_name(name)) {
        return Err(Refusal::validation(
            "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, \
             parentheses, and square brackets. The name can't contain more than one consecutive whitespace \
             character. Check that the file name conforms to these restrictions and retry your request.",
        ));
    }
    Ok(())
}

fn is_document_name(name: &str) -> bool {
    let allowed =
        |character: char| character.is_alphanumeric() || character.is_whitespace() || "-()[]".contains(character);
    let mut pairs = name.chars().zip(name.chars().skip(1));
    name.chars().all(allowed) && !pairs.any(|(one, next)| one.is_whitespace() && next.is_whitespace())
}

pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The text of the last message.
pub(super) fn prompt(request: &Value) -> String {
    let content = list(&request["messages"]).last().map_or(&[][..], |message| list(&message["content"]));
    let texts: Vec<&str> = content.iter().filter_map(|block| block["text"].as_str()).collect();
    texts.join("\n")
}

/// What came with the prompt, such as `1 image`: earlier messages, attachments, a system prompt, tools.
pub(super) fn besides(request: &Value) -> Vec<String> {
    let messages = list(&request["messages"]);
    let content = messages.last().map_or(&[][..], |message| list(&message["content"]));
    let of_kind = |kind: &str| content.iter().filter(|block| block[kind].is_object()).count();
    let counts = [
        (list(&request["system"]).iter().filter(|block| block["text"].is_string()).count(), "system prompt"),
        (messages.len().saturating_sub(1), "earlier message"),
        (of_kind("image"), "image"),
        (of_kind("document"), "document"),
        (of_kind("video"), "video"),
        (of_kind("audio"), "audio file"),
        (of_kind("toolResult"), "tool result"),
        (list(&request["toolConfig"]["tools"]).iter().filter(|tool| !tool["cachePoint"].is_object()).count(), "tool"),
    ];
    counts.iter().filter(|(number, _)| *number > 0).map(|(number, noun)| echo::count(*number, noun)).collect()
}

/// How many tokens a request counts for: every text in it, and nothing for the JSON around them.
pub(super) fn tokens(request: &Value) -> u64 {
    let parts = ["system", "messages", "toolConfig"];
    echo::tokens(parts.iter().map(|part| text_bytes(&request[*part])).sum())
}

pub(super) fn text_bytes(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(text_bytes).sum(),
        // A role, a format and a file are no text of the prompt.
        Value::Object(object) => object
            .iter()
            .filter(|(name, _)| !["role", "format", "bytes", "cachePoint"].contains(&name.as_str()))
            .map(|(_, value)| text_bytes(value))
            .sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(request: &Value) -> String {
        check(request).unwrap_err().message
    }

    fn message(role: &str, text: &str) -> Value {
        json!({"role": role, "content": [{"text": text}]})
    }

    #[test]
    fn a_conversation_starts_with_a_user_and_alternates() {
        let start = "A conversation must start with a user message.";
        assert!(refused(&json!({})).starts_with(start));
        assert!(refused(&json!({"messages": [message("assistant", "hi")]})).starts_with(start));
        let twice = json!({"messages": [message("user", "a"), message("user", "b")]});
        assert!(refused(&twice).starts_with("A conversation must alternate"));
        assert_eq!(check(&json!({"messages": [message("user", "a"), message("assistant", "b")]})), Ok(()));
    }

    #[test]
    fn blank_text_and_empty_content_are_refused_with_their_place() {
        let blank = json!({"messages": [message("user", " \n")]});
        assert_eq!(
            refused(&blank),
            "The text field in the ContentBlock object at messages.0.content.0 is blank. Add text to the text field, and try again."
        );
        let empty = json!({"messages": [{"role": "user", "content": []}]});
        assert!(refused(&empty).starts_with("The content field in the Message object at messages.0 is empty."));
    }

    #[test]
    fn document_names_are_plain() {
        assert!(is_document_name("Report (2) [final]-1"));
        for name in ["a  b", "a.pdf", "a_b"] {
            assert!(!is_document_name(name), "{name}");
        }
    }

    #[test]
    fn only_text_counts_as_tokens() {
        let request = json!({"messages": [message("user", "12345678")], "system": [{"text": "1234"}]});
        assert_eq!(tokens(&request), 3);
    }
}
