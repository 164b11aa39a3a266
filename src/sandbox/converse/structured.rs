//! JSON that follows a schema

use serde_json::{Value, json};

/// Definitions that hold each other twice grow without an end that anybody would wait for.
const LONGEST: usize = 2_000;

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

fn referred<'a>(root: &'a Value, name: &str) -> Option<&'a Value> {
    root.pointer(name.strip_prefix('#')?)
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
