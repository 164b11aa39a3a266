//! Structured output: JSON that follows the schema of `outputConfig.textFormat`, and the schemas that are refused
//!
//! Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html>; the words of a refusal are those
//! that Anthropic's models answer with there.

use serde_json::{Map, Value, json};

use super::super::refusal::Refusal;

/// Deeper than this only what is required is written, so that a schema that holds itself comes to an end.
const DEEP: usize = 8;
const DEEPEST: usize = 32;

/// What each type may not be limited by.
const UNSUPPORTED: [(&str, &[&str]); 4] = [
    ("number", &["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"]),
    ("integer", &["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"]),
    ("string", &["maxLength", "minLength"]),
    ("array", &["maxItems", "uniqueItems"]),
];

/// The schema that a request's answer has to follow, if it names one.
pub(super) fn schema(request: &Value) -> Result<Option<Value>, Refusal> {
    let Some(text) = request["outputConfig"]["textFormat"]["structure"]["jsonSchema"]["schema"].as_str() else {
        return Ok(None);
    };
    let schema = serde_json::from_str(text).ok().filter(Value::is_object);
    let schema = schema.ok_or_else(|| refusal("The schema is not a JSON object"))?;
    check(&schema)?;
    Ok(Some(schema))
}

fn refusal(why: &str) -> Refusal {
    Refusal::validation(format!("The model returned the following errors: output_config.format.schema: {why}"))
}

fn check(schema: &Value) -> Result<(), Refusal> {
    let is = |kind: &str| types(schema).contains(&kind);
    if is("object") && schema["additionalProperties"] != json!(false) {
        return Err(refusal("For 'object' type, 'additionalProperties' must be explicitly set to false"));
    }
    if is("array") && schema["minItems"].as_f64().is_some_and(|least| least > 1.0) {
        return Err(refusal("For 'array' type, 'minItems' values other than 0 or 1 are not supported"));
    }
    for (kind, keywords) in UNSUPPORTED.into_iter().filter(|(kind, _)| is(kind)) {
        let used: Vec<&str> = keywords.iter().copied().filter(|keyword| schema.get(keyword).is_some()).collect();
        match used.as_slice() {
            [] => {}
            [one] => return Err(refusal(&format!("For '{kind}' type, property '{one}' is not supported"))),
            several => {
                let several = several.join(", ");
                return Err(refusal(&format!("For '{kind}' type, properties {several} are not supported")));
            }
        }
    }
    parts(schema).into_iter().try_for_each(check)
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The schemas in a schema.
fn parts(schema: &Value) -> Vec<&Value> {
    let named = ["properties", "$defs", "definitions"].into_iter().filter_map(|name| schema[name].as_object());
    let listed = ["anyOf", "oneOf", "allOf", "prefixItems"].into_iter().filter_map(|name| schema[name].as_array());
    named.flat_map(Map::values).chain(listed.flatten()).chain(schema.get("items")).collect()
}

/// A value that follows a schema.
pub(super) fn value(schema: &Value) -> Value {
    follow(schema, schema, 0)
}

fn follow(schema: &Value, root: &Value, depth: usize) -> Value {
    if depth > DEEPEST {
        return Value::Null;
    }
    if let Some(value) = schema.get("const").or_else(|| schema["enum"].get(0)) {
        return value.clone();
    }
    if let Some(part) = schema["$ref"].as_str().and_then(|name| root.pointer(name.strip_prefix('#')?)) {
        return follow(part, root, depth + 1);
    }
    let any = schema["anyOf"].as_array().or(schema["oneOf"].as_array());
    // The last of several is the one that ends a schema that holds itself, null as a rule.
    if let Some(part) = any.and_then(|any| if depth > DEEP { any.last() } else { any.first() }) {
        return follow(part, root, depth + 1);
    }
    if let Some(all) = schema["allOf"].as_array() {
        return merged(all.iter().map(|part| follow(part, root, depth + 1)));
    }
    match types(schema).first() {
        Some(&"object") => object(schema, root, depth),
        Some(&"array") => array(schema, root, depth),
        Some(&"integer") => json!(3),
        Some(&"number") => json!(1.5),
        Some(&"boolean") => json!(true),
        Some(&"null") => Value::Null,
        Some(_) => json!(string(schema)),
        None if schema["properties"].is_object() => object(schema, root, depth),
        None => json!("sandbox"),
    }
}

fn object(schema: &Value, root: &Value, depth: usize) -> Value {
    let required = |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
    let members = schema["properties"].as_object().into_iter().flatten();
    let wanted = members.filter(|(name, _)| depth <= DEEP || required(name));
    wanted.map(|(name, part)| (name.clone(), follow(part, root, depth + 1))).collect()
}

fn array(schema: &Value, root: &Value, depth: usize) -> Value {
    let first = schema["prefixItems"].as_array().into_iter().flatten();
    let wanted = depth <= DEEP || schema["minItems"].as_f64().is_some_and(|least| least > 0.0);
    let more = schema.get("items").filter(|items| wanted && items.is_object());
    first.chain(more).map(|part| follow(part, root, depth + 1)).collect()
}

fn string(schema: &Value) -> &'static str {
    match schema["format"].as_str() {
        Some("date-time") => "2026-01-01T00:00:00Z",
        Some("date") => "2026-01-01",
        Some("time") => "00:00:00Z",
        Some("duration") => "P1D",
        Some("email") => "sandbox@example.com",
        Some("hostname") => "example.com",
        Some("uri") => "https://example.com/",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("uuid") => "00000000-0000-4000-8000-000000000000",
        _ => "sandbox",
    }
}

fn merged(values: impl Iterator<Item = Value>) -> Value {
    values
        .reduce(|one, next| match (one, next) {
            (Value::Object(mut one), Value::Object(next)) => {
                one.extend(next);
                one.into()
            }
            (one, _) => one,
        })
        .unwrap_or_else(|| json!("sandbox"))
}

/// What breaks nearly every schema: an object in the place of the first member, or of everything.
pub(in crate::sandbox) fn spoiled(text: &str) -> Option<String> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    let wrong = json!({"hologram": {"depth": 3}});
    match value.as_object_mut().and_then(|members| members.values_mut().next()) {
        Some(first) => *first = wrong,
        None => value = wrong,
    }
    Some(value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(schema: Value) -> String {
        let request = json!({"outputConfig": {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": {"schema": schema.to_string()}}}}});
        super::schema(&request).unwrap_err().message.replace("The model returned the following errors: output_config.format.schema: ", "")
    }

    #[test]
    fn every_object_is_closed_however_deep_it_stands() {
        let open = json!({"type": "array", "items": {"anyOf": [{"type": "object", "properties": {}}]}});
        assert_eq!(refused(open), "For 'object' type, 'additionalProperties' must be explicitly set to false");
    }

    #[test]
    fn limits_of_numbers_texts_and_lists_are_refused() {
        let number = json!({"type": "number", "minimum": 0, "maximum": 1});
        assert_eq!(refused(number), "For 'number' type, properties maximum, minimum are not supported");
        let list = json!({"type": "array", "items": {"type": ["null", "string"], "maxLength": 3}});
        assert_eq!(refused(list), "For 'string' type, property 'maxLength' is not supported");
        let two = json!({"type": "array", "minItems": 2});
        assert_eq!(refused(two), "For 'array' type, 'minItems' values other than 0 or 1 are not supported");
    }

    #[test]
    fn values_follow_their_schema() {
        let schema = json!({
            "type": "object",
            "properties": {
                "kind": {"enum": ["invoice", "letter"]},
                "items": {"type": "array", "items": {"$ref": "#/$defs/item"}},
                "when": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
            },
            "$defs": {"item": {"allOf": [{"type": "object", "properties": {"n": {"type": "integer"}}}]}},
        });
        assert_eq!(value(&schema), json!({"kind": "invoice", "items": [{"n": 3}], "when": "2026-01-01"}));
    }

    #[test]
    fn a_schema_that_holds_itself_comes_to_an_end() {
        let list = json!({"type": "object", "properties": {"next": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}}, "required": ["next"]});
        assert!(value(&list).to_string().ends_with(":null}}}}}"));
    }
}
