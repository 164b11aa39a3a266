//! Structured output: JSON that follows the schema of `outputConfig.textFormat`, and the schemas that are refused
//!
//! Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html>; the words of a refusal are those
//! that Anthropic's models answer with there.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::super::refusal::Refusal;
use super::cited;

/// Definitions that hold each other twice grow without an end that anybody would wait for.
const LONGEST: usize = 2_000;

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
    if cited::is_asked(request) {
        return Err(Refusal::validation(
            "The model returned the following errors: Citations cannot be enabled when output format is set. Please \
             disable citations on uploaded document blocks.",
        ));
    }
    let schema = serde_json::from_str(text).ok().filter(Value::is_object);
    let schema = schema.ok_or_else(|| refusal("The schema is not a JSON object"))?;
    Check { root: &schema, right: HashSet::new(), path: Vec::new() }.schema(&schema)?;
    Ok(Some(schema))
}

fn refusal(why: &str) -> Refusal {
    Refusal::validation(format!("The model returned the following errors: output_config.format.schema: {why}"))
}

/// A walk through a schema and what it refers to.
struct Check<'a> {
    root: &'a Value,
    /// Definitions that were looked at already.
    right: HashSet<&'a str>,
    /// Definitions that the walk is in.
    path: Vec<&'a str>,
}

impl<'a> Check<'a> {
    fn schema(&mut self, schema: &'a Value) -> Result<(), Refusal> {
        closed(schema)?;
        unlimited(schema)?;
        if let Some(name) = schema["$ref"].as_str() {
            self.definition(name)?;
        }
        parts(schema).into_iter().try_for_each(|part| self.schema(part))
    }

    fn definition(&mut self, name: &'a str) -> Result<(), Refusal> {
        if let Some(at) = self.path.iter().position(|outer| *outer == name) {
            let circle = self.path[at..].iter().chain([&name]).map(|name| name.rsplit('/').next().unwrap_or(name));
            let circle = circle.collect::<Vec<_>>().join(" -> ");
            return Err(refusal(&format!(
                "Circular reference detected in schema definitions: {circle}. Self-referencing or \
                 mutually-referencing definitions are not supported."
            )));
        }
        if let Some(part) = referred(self.root, name).filter(|_| self.right.insert(name)) {
            self.path.push(name);
            self.schema(part)?;
            self.path.pop();
        }
        Ok(())
    }
}

fn referred<'a>(root: &'a Value, name: &str) -> Option<&'a Value> {
    root.pointer(name.strip_prefix('#')?)
}

fn closed(schema: &Value) -> Result<(), Refusal> {
    let is_closed = schema["additionalProperties"] == json!(false);
    if is_closed || !types(schema).contains(&"object") {
        return Ok(());
    }
    Err(refusal("For 'object' type, 'additionalProperties' must be explicitly set to false"))
}

fn unlimited(schema: &Value) -> Result<(), Refusal> {
    let types = types(schema);
    if types.contains(&"array") && schema["minItems"].as_f64().is_some_and(|least| least > 1.0) {
        return Err(refusal("For 'array' type, 'minItems' values other than 0 or 1 are not supported"));
    }
    for (kind, keywords) in UNSUPPORTED.into_iter().filter(|(kind, _)| types.contains(kind)) {
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
    Ok(())
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
    Writer { root: schema, left: LONGEST }.value(schema)
}

struct Writer<'a> {
    root: &'a Value,
    left: usize,
}

impl Writer<'_> {
    fn value(&mut self, schema: &Value) -> Value {
        if self.left == 0 {
            return Value::Null;
        }
        self.left -= 1;
        if let Some(value) = schema.get("const").or_else(|| schema["enum"].get(0)) {
            return value.clone();
        }
        if let Some(part) = schema["$ref"].as_str().and_then(|name| referred(self.root, name)) {
            return self.value(part);
        }
        if let Some(part) = ["anyOf", "oneOf"].into_iter().find_map(|name| schema[name].get(0)) {
            return self.value(part);
        }
        if let Some(all) = schema["allOf"].as_array() {
            return merged(all.iter().map(|part| self.value(part)));
        }
        match types(schema).first() {
            Some(&"object") => self.object(schema),
            Some(&"array") => self.array(schema),
            Some(&"integer") => json!(3),
            Some(&"number") => json!(1.5),
            Some(&"boolean") => json!(true),
            Some(&"null") => Value::Null,
            Some(_) => json!(string(schema)),
            None if schema["properties"].is_object() => self.object(schema),
            None => json!("sandbox"),
        }
    }

    fn object(&mut self, schema: &Value) -> Value {
        let members = schema["properties"].as_object().into_iter().flatten();
        members.map(|(name, part)| (name.clone(), self.value(part))).collect()
    }

    fn array(&mut self, schema: &Value) -> Value {
        let first = schema["prefixItems"].as_array().into_iter().flatten();
        first.chain(schema.get("items").filter(|items| items.is_object())).map(|part| self.value(part)).collect()
    }
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
        super::schema(&request)
            .unwrap_err()
            .message
            .replace("The model returned the following errors: output_config.format.schema: ", "")
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
    fn a_schema_that_holds_itself_is_refused_and_one_that_is_used_twice_is_not() {
        let item =
            json!({"type": "object", "properties": {"next": {"$ref": "#/$defs/item"}}, "additionalProperties": false});
        assert_eq!(
            refused(json!({"$ref": "#/$defs/item", "$defs": {"item": item}})),
            "Circular reference detected in schema definitions: item -> item. Self-referencing or mutually-referencing \
             definitions are not supported."
        );
        let twice =
            json!({"anyOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}], "$defs": {"a": {"type": "string"}}});
        assert_eq!(value(&twice), "sandbox");
    }

    #[test]
    fn definitions_that_double_come_to_an_end() {
        let name = |at: usize| format!("#/$defs/d{at}");
        let double = |at: usize| json!({"type": "array", "prefixItems": [{"$ref": name(at)}, {"$ref": name(at)}]});
        let definitions: Map<String, Value> = (0..60).map(|at| (format!("d{at}"), double(at + 1))).collect();
        let schema = json!({"$ref": "#/$defs/d0", "$defs": definitions});
        let mut walk = Check { root: &schema, right: HashSet::new(), path: Vec::new() };
        assert!(walk.schema(&schema).is_ok() && value(&schema).is_array());
    }
}
