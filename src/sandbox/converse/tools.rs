//! Tools: what is refused of them, and when the model asks for one
//!
//! The words are those that the service has been seen to use, or the model behind it.

use serde_json::{Map, Value, json};

use super::super::refusal::Refusal;
use super::conversation::{self, list};
use super::{Answer, Block, structured};

/// Refuses what the service refuses of tools, of the choice among them and of their results.
pub(super) fn check(request: &Value) -> Result<(), Refusal> {
    let tools = list(&request["toolConfig"]["tools"]);
    for (at, tool) in tools.iter().enumerate().filter(|(_, tool)| tool["toolSpec"].is_object()) {
        check_schema(
            &tool["toolSpec"]["inputSchema"]["json"],
            &format!("toolConfig.tools.{at}.toolSpec.inputSchema.json"),
        )?;
    }
    let names: Vec<&str> = names(request).collect();
    if (0..names.len()).any(|at| names[..at].contains(&names[at])) {
        return Err(of_model("tools: Tool names must be unique."));
    }
    match request["toolConfig"]["toolChoice"]["tool"]["name"].as_str() {
        Some(name) if !names.contains(&name) => Err(of_model(&format!("Tool '{name}' not found in provided tools"))),
        _ => check_results(list(&request["messages"])),
    }
}

fn of_model(message: &str) -> Refusal {
    Refusal::validation(format!("The model returned the following errors: {message}"))
}

fn names(request: &Value) -> impl Iterator<Item = &str> {
    list(&request["toolConfig"]["tools"]).iter().filter_map(|tool| tool["toolSpec"]["name"].as_str())
}

fn check_schema(schema: &Value, path: &str) -> Result<(), Refusal> {
    check_object(schema, path)?;
    if schema["type"] == "object" {
        return Ok(());
    }
    Err(Refusal::validation(format!("The value at {path}.type must be one of the following: object.")))
}

fn check_object(json: &Value, path: &str) -> Result<(), Refusal> {
    if json.is_object() {
        return Ok(());
    }
    Err(Refusal::validation(format!(
        "The format of the value at {path} is invalid. Provide a json object for the field and try again."
    )))
}

/// Every tool that was asked for is answered in the next message, and no other.
fn check_results(messages: &[Value]) -> Result<(), Refusal> {
    let none = Value::Null;
    for (at, message) in messages.iter().enumerate() {
        check_uses(at, message)?;
        let before = at.checked_sub(1).map_or(&none, |before| &messages[before]);
        let (asked, answered) = (ids(before, "toolUse"), ids(message, "toolResult"));
        if answered.len() > asked.len() {
            return Err(Refusal::validation(format!(
                "The number of toolResult blocks at messages.{at}.content exceeds the number of toolUse blocks of previous turn."
            )));
        }
        let missing: Vec<&str> = asked.into_iter().filter(|id| !answered.contains(id)).collect();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            return Err(Refusal::validation(format!(
                "Expected toolResult blocks at messages.{at}.content for the following Ids: {missing}"
            )));
        }
        for (block_at, block) in list(&message["content"]).iter().enumerate() {
            check_result(&block["toolResult"], &format!("messages.{at}.content.{block_at}.toolResult"))?;
        }
    }
    Ok(())
}

/// A tool is asked with an object; in one message nothing is asked or answered twice under one id.
fn check_uses(at: usize, message: &Value) -> Result<(), Refusal> {
    for kind in ["toolUse", "toolResult"] {
        let ids = ids(message, kind);
        if let Some(twice) = (1..ids.len()).find(|at| ids[..*at].contains(&ids[*at])) {
            let twice = ids[twice];
            return Err(Refusal::validation(format!(
                "The {kind} blocks at messages.{at}.content contain duplicate Ids: {twice}"
            )));
        }
    }
    let blocks = list(&message["content"]).iter().enumerate();
    for (block_at, input) in blocks.filter_map(|(block_at, block)| Some((block_at, block["toolUse"].get("input")?))) {
        check_object(input, &format!("messages.{at}.content.{block_at}.toolUse.input"))?;
    }
    Ok(())
}

fn ids<'a>(message: &'a Value, kind: &str) -> Vec<&'a str> {
    list(&message["content"]).iter().filter_map(|block| block[kind]["toolUseId"].as_str()).collect()
}

fn check_result(result: &Value, path: &str) -> Result<(), Refusal> {
    let content = list(&result["content"]);
    if content.is_empty() && result["status"] == "error" {
        let message = format!("The content field at {path} cannot be empty when status value is error.");
        return Err(Refusal::validation(message));
    }
    for (at, part) in content.iter().enumerate() {
        if let Some(json) = part.get("json") {
            check_object(json, &format!("{path}.content.{at}.json"))?;
        }
    }
    Ok(())
}

/// Makes the model ask for tools: for the one that it has to, or else for those that the prompt names.
pub(super) fn ask(request: &Value, answer: &mut Answer) {
    if answer.stop_reason != "end_turn" {
        return;
    }
    let messages = list(&request["messages"]).len();
    let input = |schema: &Value| structured::value(&unrolled(schema, schema, 0));
    let uses = wanted(request).into_iter().enumerate().map(|(at, spec)| Block::ToolUse {
        id: format!("tooluse_sandbox{messages:06}{at:07}"),
        name: spec["name"].as_str().unwrap_or_default().to_owned(),
        input: input(&spec["inputSchema"]["json"]),
    });
    let uses: Vec<Block> = uses.collect();
    if !uses.is_empty() {
        answer.usage = answer.usage.map(|(input, _)| (input, uses.iter().map(Block::tokens).sum()));
        answer.blocks.retain(|block| matches!(block, Block::Reasoning(_)));
        answer.blocks.extend(uses);
        answer.stop_reason = "tool_use".to_owned();
    }
}

/// The schema with its references followed, three within another: a tool's may refer to itself, and has to come to an end.
fn unrolled(schema: &Value, root: &Value, references: usize) -> Value {
    const MOST: usize = 3;
    let referred = schema["$ref"].as_str().and_then(|name| root.pointer(name.strip_prefix('#')?));
    match (referred, schema) {
        (Some(_), _) if references == MOST => json!({"const": null}),
        (Some(referred), _) => unrolled(referred, root, references + 1),
        (None, Value::Object(members)) => {
            let members = members.iter().filter(|(name, _)| *name != "$defs");
            members.map(|(name, part)| (name.clone(), unrolled(part, root, references))).collect::<Map<_, _>>().into()
        }
        (None, Value::Array(parts)) => parts.iter().map(|part| unrolled(part, root, references)).collect(),
        _ => schema.clone(),
    }
}

fn wanted(request: &Value) -> Vec<&Value> {
    let config = &request["toolConfig"];
    let mut specs = list(&config["tools"]).iter().map(|tool| &tool["toolSpec"]).filter(|spec| spec.is_object());
    if config["toolChoice"]["any"].is_object() {
        return specs.next().into_iter().collect();
    }
    if let Some(name) = config["toolChoice"]["tool"]["name"].as_str() {
        return specs.filter(|spec| spec["name"] == name).collect();
    }
    let last = list(&request["messages"]).last().unwrap_or(&Value::Null);
    if !ids(last, "toolResult").is_empty() {
        return Vec::new();
    }
    let prompt = conversation::prompt(request);
    specs.filter(|spec| spec["name"].as_str().is_some_and(|name| prompt.contains(name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(request: &Value) -> String {
        check(request).map_or_else(|refusal| refusal.message, |()| String::new())
    }

    fn conversation(results: Value) -> Value {
        let uses = json!([{"toolUse": {"toolUseId": "a"}}, {"toolUse": {"toolUseId": "b"}}]);
        json!({"messages": [{"role": "assistant", "content": uses}, {"role": "user", "content": results}]})
    }

    #[test]
    fn every_tool_that_was_asked_for_has_to_answer_and_no_other() {
        let result = |id: &str| json!({"toolResult": {"toolUseId": id, "content": []}});
        assert_eq!(refused(&conversation(json!([result("a"), result("b")]))), "");
        assert_eq!(
            refused(&conversation(json!([{"text": "hi"}]))),
            "Expected toolResult blocks at messages.1.content for the following Ids: a, b"
        );
        assert!(refused(&conversation(json!([result("a"), result("c")]))).ends_with("Ids: b"));
        assert_eq!(
            refused(&conversation(json!([result("a"), result("b"), result("c")]))),
            "The number of toolResult blocks at messages.1.content exceeds the number of toolUse blocks of previous turn."
        );
    }

    #[test]
    fn a_tool_is_asked_with_an_object_and_once_under_an_id() {
        let uses = |uses: Value| refused(&json!({"messages": [{"role": "assistant", "content": uses}]}));
        assert_eq!(uses(json!([{"toolUse": {"toolUseId": "a", "input": {}}}])), "");
        assert_eq!(
            uses(json!([{"text": "x"}, {"toolUse": {"toolUseId": "a", "input": "{}"}}])),
            "The format of the value at messages.0.content.1.toolUse.input is invalid. Provide a json object for the field and try again."
        );
        assert_eq!(
            uses(json!([{"toolUse": {"toolUseId": "a"}}, {"toolUse": {"toolUseId": "a"}}])),
            "The toolUse blocks at messages.0.content contain duplicate Ids: a"
        );
        let result = json!({"toolResult": {"toolUseId": "a"}});
        assert!(refused(&conversation(json!([result, result]))).starts_with("The toolResult blocks at messages.1."));
    }

    #[test]
    fn json_of_a_tool_is_an_object_and_a_failure_says_something() {
        let results = |result: Value| conversation(json!([{"toolResult": result}, {"toolResult": {"toolUseId": "b"}}]));
        let list = results(json!({"toolUseId": "a", "content": [{"json": [1]}]}));
        assert!(
            refused(&list).starts_with("The format of the value at messages.1.content.0.toolResult.content.0.json is")
        );
        let silent = results(json!({"toolUseId": "a", "content": [], "status": "error"}));
        assert!(refused(&silent).contains("cannot be empty when status value is error"));
    }

    #[test]
    fn an_input_ends_where_its_schema_does_not() {
        let schema = json!({"type": "object", "properties": {"next": {"$ref": "#"}}});
        let input = structured::value(&unrolled(&schema, &schema, 0)).to_string();
        assert_eq!(input, r#"{"next":{"next":{"next":{"next":null}}}}"#);
    }

    #[test]
    fn a_tool_has_a_name_of_its_own_and_takes_an_object() {
        let tools = |schema: Value, name: &str| {
            let tool = |name: &str| json!({"toolSpec": {"name": name, "inputSchema": {"json": schema}}});
            json!({"toolConfig": {"tools": [tool("a"), tool(name)]}})
        };
        let object = json!({"type": "object"});
        assert_eq!(refused(&tools(object.clone(), "b")), "");
        assert!(refused(&tools(object, "a")).ends_with("Tool names must be unique."));
        let path = "toolConfig.tools.0.toolSpec.inputSchema.json";
        assert_eq!(
            refused(&tools(json!({}), "b")),
            format!("The value at {path}.type must be one of the following: object.")
        );
        assert!(
            refused(&tools(json!("{}"), "b")).starts_with(&format!("The format of the value at {path} is invalid."))
        );
    }
}
