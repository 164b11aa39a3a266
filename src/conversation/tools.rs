//! Tools in every form that `--tools` takes, the choice among them, and what they have answered

use serde_json::{Map, Value, json};

use crate::error::Error;

/// A `toolConfig` out of one, a list of tools, or a list of JSON Schemas that have names; `source` is for the error.
pub fn tool_config(given: Value, source: &str) -> Result<Value, Error> {
    let given = match given {
        // As it stands in a request.
        Value::Object(mut members) if members.len() == 1 => {
            members.remove("toolConfig").unwrap_or_else(|| members.into())
        }
        given => given,
    };
    let mut config = match given {
        Value::Object(members) if members.contains_key("tools") => members,
        Value::Object(one) => Map::from_iter([("tools".to_owned(), json!([one]))]),
        Value::Array(_) => Map::from_iter([("tools".to_owned(), given)]),
        _ => return Err(not_tools(source)),
    };
    let tools = config.get_mut("tools").and_then(Value::as_array_mut).filter(|tools| !tools.is_empty());
    let tools = tools.ok_or_else(|| not_tools(source))?;
    let listed = tools.iter().any(is_mcp);
    for (at, entry) in tools.iter_mut().enumerate() {
        *entry = tool(entry.take()).map_err(|why| wrong_entry(at, &why, source))?;
    }
    if listed {
        // An MCP server's reply has members of its own, `nextCursor` and `_meta`.
        config.retain(|member, _| ["tools", "toolChoice"].contains(&member.as_str()));
    }
    Ok(config.into())
}

/// A tool as MCP servers list theirs: its schema is not in a `json`.
fn is_mcp(entry: &Value) -> bool {
    entry.get("inputSchema").is_some_and(|schema| schema.get("json").is_none())
}

fn not_tools(source: &str) -> Error {
    Error::usage(format!("`--tools {source}` holds no tools")).hint(FORM)
}

fn wrong_entry(at: usize, why: &str, source: &str) -> Error {
    Error::usage(format!("tool {} of `--tools {source}` {why}", at + 1)).hint(FORM)
}

const FORM: &str = "it is a toolConfig, or a list of tools or of JSON Schemas: \
                    `[{\"name\": …, \"description\": …, \"type\": \"object\", \"properties\": …}]`";

fn tool(entry: Value) -> Result<Value, String> {
    let Value::Object(entry) = entry else {
        return Err("is no object".into());
    };
    if entry.contains_key("inputSchema") {
        return specified(entry);
    }
    if entry.get("type").is_some_and(|kind| kind == "object") {
        return of_schema(entry);
    }
    // What the API calls a tool has one member: `toolSpec`, `cachePoint`, or one that is new.
    match entry.values().next() {
        Some(Value::Object(_)) if entry.len() == 1 => Ok(entry.into()),
        _ => Err("is neither a tool nor a JSON Schema of `\"type\": \"object\"`".into()),
    }
}

/// What stands in a `toolSpec`, without it; or a tool as MCP servers list theirs, whose schema is not in a `json`.
fn specified(mut entry: Map<String, Value>) -> Result<Value, String> {
    named(&entry, "name")?;
    if entry.get("inputSchema").is_some_and(|schema| schema.get("json").is_none()) {
        entry.retain(|member, _| ["name", "description", "inputSchema", "strict"].contains(&member.as_str()));
        let schema = entry.get_mut("inputSchema").map(Value::take);
        entry.insert("inputSchema".into(), json!({ "json": schema }));
    }
    Ok(json!({ "toolSpec": entry }))
}

/// The name, which is no word of JSON Schema, or else the title; and the description, which would be paid for twice.
fn of_schema(mut schema: Map<String, Value>) -> Result<Value, String> {
    let name = if schema.contains_key("name") { "name" } else { "title" };
    named(&schema, name)?;
    let mut spec = Map::new();
    for (member, from) in [("name", name), ("description", "description")] {
        if let Some(value) = schema.shift_remove(from) {
            spec.insert(member.into(), value);
        }
    }
    spec.insert("inputSchema".into(), json!({ "json": schema }));
    Ok(json!({ "toolSpec": spec }))
}

fn named(entry: &Map<String, Value>, member: &str) -> Result<(), String> {
    if entry.get(member).is_some_and(Value::is_string) { Ok(()) } else { Err("has no name".into()) }
}

/// `auto`, `any` or a tool's name as a `toolChoice`.
pub fn tool_choice(typed: &str) -> Value {
    match typed {
        "auto" | "any" => json!({ typed: {} }),
        name => json!({ "tool": { "name": name } }),
    }
}

/// What was chosen before, unless it is a tool that is gone.
pub fn keep_choice(earlier: &Value, config: &mut Value) {
    let Some(choice) = earlier.get("toolChoice") else { return };
    let is_there = choice["tool"]["name"].as_str().is_none_or(|name| tool_names(config).contains(&name));
    if let Some(config) = config.as_object_mut().filter(|_| is_there) {
        config.entry("toolChoice").or_insert_with(|| choice.clone());
    }
}

/// The names of the tools in a `toolConfig`.
pub fn tool_names(config: &Value) -> Vec<&str> {
    let tools = config.get("tools").and_then(Value::as_array).into_iter().flatten();
    let named = tools.filter_map(|tool| tool.get("toolSpec").or_else(|| tool.get("systemTool"))?.get("name")?.as_str());
    named.collect()
}

/// A `toolResult` block. An object is JSON, the only kind of JSON that the service takes; all else is text.
pub fn tool_result(id: &str, said: String) -> Value {
    let content = match serde_json::from_str::<Map<String, Value>>(said.trim_start_matches('\u{feff}')) {
        Ok(object) => json!([{ "json": object }]),
        // Blank text is refused where none at all is not.
        Err(_) if said.trim().is_empty() => json!([]),
        Err(_) => json!([{ "text": said }]),
    };
    json!({ "toolResult": { "toolUseId": id, "content": content } })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(given: &str) -> Result<String, String> {
        let given = serde_json::from_str(given).expect("JSON");
        tool_config(given, "t.json").map(|config| config.to_string()).map_err(|error| error.message)
    }

    #[test]
    fn every_form_becomes_a_tool_config() {
        let spec = r#"{"toolSpec":{"name":"w","description":"d","inputSchema":{"json":{"type":"object"}}}}"#;
        let expected = Ok(format!(r#"{{"tools":[{spec}]}}"#));
        for given in [
            format!(r#"{{"tools":[{spec}]}}"#),
            format!(r#"{{"toolConfig":{{"tools":[{spec}]}}}}"#),
            format!("[{spec}]"),
            spec.to_owned(),
            r#"[{"name":"w","description":"d","inputSchema":{"json":{"type":"object"}}}]"#.into(),
            r#"{"tools":[{"name":"w","title":"W","description":"d","inputSchema":{"type":"object"},"annotations":{}}],"nextCursor":"c"}"#.into(),
            r#"[{"name":"w","description":"d","type":"object"}]"#.into(),
            r#"[{"type":"object","title":"w","description":"d"}]"#.into(),
        ] {
            assert_eq!(config(&given), expected, "{given}");
        }
    }

    #[test]
    fn members_that_are_new_stay_where_they_are() {
        let given =
            r#"{"tools":[{"hologram":{"a":1.10}},{"cachePoint":{"type":"default"}}],"toolChoice":{"any":{}},"z":1}"#;
        assert_eq!(config(given), Ok(given.into()));
    }

    #[test]
    fn what_is_no_tool_is_named() {
        for given in ["3", "[]", "{}", r#"{"tools":{}}"#] {
            assert!(config(given).is_err(), "{given}");
        }
        assert_eq!(config(r#"[{"a":{}},{"type":"object"}]"#), Err("tool 2 of `--tools t.json` has no name".into()));
        let of_another_service = r#"[{"type":"function","function":{"name":"w"}}]"#;
        assert!(
            config(of_another_service).is_err_and(|error| error.starts_with("tool 1 of `--tools t.json` is neither"))
        );
    }

    #[test]
    fn only_an_object_is_json_to_the_service() {
        let content = |said: &str| tool_result("t", said.into())["toolResult"]["content"].to_string();
        assert_eq!(content("{\"a\": 1.10}\n"), r#"[{"json":{"a":1.10}}]"#);
        assert_eq!(content("\u{feff}{}"), r#"[{"json":{}}]"#);
        assert_eq!(content("[1]"), r#"[{"text":"[1]"}]"#);
        assert_eq!(content(" \n"), "[]");
        assert_eq!(content("no\n"), r#"[{"text":"no\n"}]"#);
    }
}
